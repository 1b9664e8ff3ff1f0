import { Timestamp } from "@/components/portal/timestamp";
import type { HistoryEntry } from "@/lib/platform/audit/queries";
import { roleLabel } from "@/lib/platform/authz/roles";
import { changeSentence } from "./change-sentence";
import { fieldLabel, recordedText } from "./recorded-value";

/** The changes to one subject, newest first, a sentence each: who, what, when, old and new values, and why. */
export function History({ entries, zone }: { entries: readonly HistoryEntry[]; zone: string }) {
  if (entries.length === 0) return <p className="text-ink-3">Nothing on record yet.</p>;
  return (
    <ol className="grid divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span>
              <Actor {...entry} /> <Deed entry={entry} />
            </span>
            <Timestamp value={entry.at} zone={zone} className="text-sm text-ink-3" />
          </p>
          {entry.changes && <ChangeList changes={entry.changes} zone={zone} />}
          {entry.reason && <p className="text-ink-2">“{entry.reason}”</p>}
        </li>
      ))}
    </ol>
  );
}

const Actor = ({ actorName, actorKind, actorLogin, actorRole }: HistoryEntry) => (
  <span title={[actorLogin, actorRole && roleLabel(actorRole)].filter(Boolean).join(" · ") || undefined}>
    <bdi className="font-medium">{actorName ?? "The portal"}</bdi>
    {actorKind === "client" && <span className="text-ink-3"> (a client)</span>}
    {actorRole && <span className="text-ink-3"> ({roleLabel(actorRole)})</span>}
  </span>
);

function Deed({ entry }: { entry: HistoryEntry }) {
  const { lead, target, tail } = changeSentence(entry);
  return (
    <>
      {lead} <bdi>{target}</bdi>
      {tail}
    </>
  );
}

/** Each changed field with its old and new value. */
export function ChangeList({ changes, zone }: { changes: NonNullable<HistoryEntry["changes"]>; zone: string }) {
  return (
    <ul className="grid gap-0.5 text-sm text-ink-2">
      {Object.entries(changes).map(([field, { from, to }]) => {
        const before = recordedText(field, from, zone);
        const after = recordedText(field, to, zone);
        return (
          <li key={field}>
            {fieldLabel(field)}:{" "}
            {before && (
              <>
                <bdi>{before}</bdi> →{" "}
              </>
            )}
            {after ? <bdi className="font-medium">{after}</bdi> : "not set"}
          </li>
        );
      })}
    </ul>
  );
}
