import { Badge, type BadgeProps } from "@/components/ui/badge";
import type { DocumentationState } from "@/lib/db/types";

export const STATUS_LABELS: Record<DocumentationState, string> = {
  no_docs: "No documents",
  pending: "Pending",
  docs_in_place: "Docs in place",
  suspended: "Suspended",
};

const looks: Record<DocumentationState, Pick<BadgeProps, "tone" | "icon">> = {
  no_docs: { tone: "neutral", icon: "circle-dashed" },
  pending: { tone: "info", icon: "hourglass" },
  docs_in_place: { tone: "positive" },
  suspended: { tone: "danger" },
};

export const DocumentationBadge = ({ status }: { status: DocumentationState }) => <Badge {...looks[status]}>{STATUS_LABELS[status]}</Badge>;
