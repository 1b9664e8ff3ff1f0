import { Badge, type BadgeProps } from "@/components/ui/badge";
import type { SupportState } from "@/lib/platform/db/types";

export const STATE_LABELS: Record<SupportState, string> = { open: "Open", answered: "Answered", closed: "Closed" };

const looks: Record<SupportState, Pick<BadgeProps, "tone" | "icon">> = {
  open: { tone: "info", icon: "circle-dashed" },
  answered: { tone: "positive" },
  closed: { tone: "neutral", icon: "check" },
};

export const SupportBadge = ({ state }: { state: SupportState }) => <Badge {...looks[state]}>{STATE_LABELS[state]}</Badge>;
