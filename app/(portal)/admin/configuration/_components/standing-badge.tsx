import { Badge, type BadgeProps } from "@/components/ui/badge";
import type { Standing } from "@/lib/domain/configuration/model";

const LOOK: Record<Standing, { label: string } & Pick<BadgeProps, "tone" | "icon">> = {
  pending: { label: "To decide", tone: "info", icon: "hourglass" },
  scheduled: { label: "Scheduled", tone: "info", icon: "calendar-clock" },
  applied: { label: "Applied", tone: "positive" },
  rejected: { label: "Rejected", tone: "danger" },
  withdrawn: { label: "Withdrawn", tone: "neutral", icon: "undo" },
  superseded: { label: "Superseded", tone: "warning" },
};

export function StandingBadge({ standing }: { standing: Standing }) {
  const { label, ...look } = LOOK[standing];
  return <Badge {...look}>{label}</Badge>;
}
