import { changeSentence, targetHref } from "@/components/portal/change-sentence";
import type { Column } from "@/components/portal/data-table";
import { ChangeList } from "@/components/portal/history";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import type { ActivityView } from "@/lib/domain/audit";
import { printable } from "@/lib/platform/audit/printable";
import { roleLabel } from "@/lib/platform/authz/roles";
import { deedSentence } from "../../audit/_components/deeds";
import { explanationOf } from "../../audit/_components/explained";

type Row = ActivityView["page"]["rows"][number];
type Look = { readonly entityId: string; readonly zone: string };

/** An entity's activity, a sentence each. */
export const activityColumns = (look: Look): readonly Column<Row>[] => [
  { key: "at", header: "Time", cell: ({ at }) => <Timestamp value={at} zone={look.zone} seconds />, primary: true },
  { key: "what", header: "What happened", cell: (row) => <Happened row={row} {...look} />, card: true },
  { key: "kind", header: "Kind", cell: (row) => <Kind row={row} />, card: true },
];

const Kind = ({ row: { kind, outcome } }: { row: Row }) => {
  if (outcome === "deny") return <Badge tone="danger">Refused</Badge>;
  return kind === "change" ? "Change" : "Sign-in";
};

function Happened({ row, entityId, zone }: { row: Row } & Look) {
  const { actorName, actorRole, actorEntityId, changes, reason } = row;
  const why = explanationOf({ ...row, globalUsed: false });
  return (
    <div className="grid gap-0.5 py-0.5 lg:whitespace-normal">
      <p>
        <bdi className="font-medium">{actorName ? printable(actorName) : "Unknown person"}</bdi> <Deed row={row} />
        {reason && <span className="text-ink-2"> “{printable(reason)}”</span>}
      </p>
      <p className="text-sm text-ink-3">
        {actorRole && printable(roleLabel(actorRole))}
        {actorRole && actorEntityId !== entityId && " of the exchange"}
        {why && ` · ${why}`}
      </p>
      {changes && Object.keys(changes).length > 0 && (
        <details>
          <summary className="min-h-6 w-fit text-sm text-ink-2">What changed</summary>
          <ChangeList changes={changes} zone={zone} />
        </details>
      )}
    </div>
  );
}

function Deed({ row }: { row: Row }) {
  if (row.kind !== "change") return <>{deedSentence(row)}</>;
  const { lead, target, tail } = changeSentence(row);
  const href = targetHref(row);
  return (
    <>
      {lead} {href ? <TextLink href={href}>{target}</TextLink> : <bdi>{target}</bdi>}
      {tail}
    </>
  );
}
