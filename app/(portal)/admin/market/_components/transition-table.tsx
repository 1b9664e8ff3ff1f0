import type { ReactNode } from "react";
import { DataTable } from "@/components/portal/data-table";
import { MarketStateBadge } from "@/components/portal/market-state";
import { Timestamp } from "@/components/portal/timestamp";
import type { MarketTransition } from "@/lib/platform/db/types";

const CAUSES = { schedule: "Schedule", auction: "Auction done", halt: "Halt", resume: "Resumed" } as const satisfies Record<MarketTransition["cause"], string>;

type Props = { rows: readonly MarketTransition[]; zone: string; caption: string; empty?: ReactNode };

/** The session's transitions: when, from which state to which, and why. */
export function TransitionTable({ rows, zone, caption, empty }: Props) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ number }) => String(number)}
      empty={empty}
      columns={[
        { key: "at", header: "When", cell: ({ at }) => <Timestamp value={at} zone={zone} />, primary: true },
        { key: "to", header: "To", cell: ({ to }) => <MarketStateBadge state={to} /> },
        { key: "from", header: "From", cell: ({ from }) => <MarketStateBadge state={from} /> },
        { key: "cause", header: "Cause", cell: ({ cause }) => CAUSES[cause] },
        { key: "due", header: "Due at", cell: ({ scheduledFor }) => scheduledFor && <Timestamp value={scheduledFor} zone={zone} /> },
        { key: "by", header: "By", cell: ({ byName }) => byName ?? "The portal" },
        {
          key: "reason",
          header: "Reason",
          cell: ({ reason, cause }) => (cause === "halt" || cause === "resume" ? reason : null),
          className: "min-w-48 whitespace-normal!",
        },
      ]}
    />
  );
}
