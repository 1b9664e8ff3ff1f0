import { FormTick } from "@/components/portal/action-form";
import type { Column } from "@/components/portal/data-table";
import { DocumentationBadge, Reminder, TradingBadge } from "@/components/portal/documentation";
import { Timestamp } from "@/components/portal/timestamp";
import { type PairPage, type Side, tradingSide } from "@/lib/domain/documentation";
import { blockedBy, directionField } from "@/lib/domain/documentation/model";

type Look = { readonly today: string; readonly zone: string; readonly tickable: boolean };
type PairRow = PairPage["rows"][number];

/** Pairs with both directions. Users who may set them can tick rows. */
export const pairColumns = ({ today, zone, tickable }: Look): readonly Column<PairRow>[] => [
  { key: "pair", header: "Entities", cell: ({ a, b }) => `${a.entity.shortName} and ${b.entity.shortName}`, primary: true },
  { key: "a", header: "First about second", cell: ({ a, b }) => <Direction side={a} about={b} zone={zone} today={today} tickable={tickable} />, card: true },
  { key: "b", header: "Second about first", cell: ({ a, b }) => <Direction side={b} about={a} zone={zone} today={today} tickable={tickable} />, card: true },
  {
    key: "trading",
    header: "Trading",
    cell: ({ a, b }) => (
      <>
        <TradingBadge a={tradingSide(a)} b={tradingSide(b)} /> <span className="text-ink-2">{blockedBy(tradingSide(a), tradingSide(b))}</span>
      </>
    ),
    card: true,
  },
];

type DirectionProps = { side: Side; about: Side; zone: string; today: string; tickable: boolean };

const Direction = ({ side, about, zone, today, tickable }: DirectionProps) => (
  <div className="flex items-start gap-2 py-0.5">
    {tickable && (
      <FormTick
        name={directionField(side.entity, about.entity)}
        value={String(side.version)}
        label={`${side.entity.shortName} about ${about.entity.shortName}`}
      />
    )}
    <div className="grid justify-items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <DocumentationBadge status={side.status} />
        {side.remindOn && <Reminder day={side.remindOn} today={today} />}
      </span>
      <span className="text-sm text-ink-3">
        {side.set ? (
          <>
            {side.set.by}, <Timestamp value={side.set.at} zone={zone} />
          </>
        ) : (
          "Never set"
        )}
      </span>
    </div>
  </div>
);
