import { Badge, type BadgeProps } from "@/components/ui/badge";
import { CalendarDay } from "@/components/ui/calendar-day";
import { isDue, mayTradeLabel, type Trader, type TradingSide, tradingBetween } from "@/lib/domain/documentation/model";
import type { DocumentationState } from "@/lib/platform/db/types";

/** ISDA documents between two entities, as operators and both sides see them. */

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

/** Whether the two sides may trade, also considering the viewer's own status when they belong to one. */
export function TradingBadge({ a, b, trader }: { a: TradingSide; b: TradingSide; trader?: Trader }) {
  const { may, entitiesMay, whyNotTrader } = tradingBetween(a, b, trader);
  if (entitiesMay) return <Badge tone={may ? "positive" : "neutral"}>{mayTradeLabel({ whyNot: whyNotTrader })}</Badge>;
  return (
    <Badge tone="warning" icon="ban">
      Blocked
    </Badge>
  );
}

/** The reminder day, highlighted once due. */
export const Reminder = ({ day, today }: { day: string; today: string }) =>
  isDue(day, today) ? (
    <Badge tone="warning" icon="calendar-clock">
      Due <CalendarDay day={day} />
    </Badge>
  ) : (
    <CalendarDay day={day} />
  );
