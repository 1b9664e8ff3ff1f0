import type { ReactNode } from "react";
import { ChangesTable } from "@/components/portal/changes-table";
import { type Definition, DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import type { Entry } from "@/lib/domain/audit";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditDetail } from "@/lib/platform/audit/row";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";
import { explanationOf } from "./explained";
import { filteredHref } from "./log-address";
import { OutcomeBadge, purposeOf, Recorded, Result } from "./parts";
import { ACTOR_KIND_LABELS, actorLabel, entityLabel, KIND_LABELS, permissionLabel } from "./words";

type Names = Entry["names"];

/** What an entry says, part by part; the page of an entry and the panel beside the list lay them out. */
export const whatHappened = ({ event, names }: Entry, zone: string): Definition[] => [
  {
    term: "Time",
    detail: (
      <>
        <Timestamp value={event.at} zone={zone} seconds /> <Code className="whitespace-nowrap">{event.at.toISOString()}</Code>
      </>
    ),
  },
  { term: "Kind", detail: KIND_LABELS[event.kind] },
  ...(event.purpose ? [{ term: "Purpose", detail: purposeOf(event) }] : []),
  { term: "Action", detail: code(event.action) },
  ...permissionOf(event),
  {
    term: "Target entity",
    detail: event.targetEntityId ? (
      <More href={filteredHref({ entity: event.targetEntityId })} label="All about this entity">
        {recorded(entityLabel(event, names))}
      </More>
    ) : (
      entityLabel(event, names)
    ),
  },
  { term: "Target", detail: targetOf(event) },
  { term: "Outcome", detail: <OutcomeBadge event={event} /> },
  ...(event.reasonCode ? [{ term: "Reason code", detail: code(event.reasonCode) }] : []),
  ...(explanationOf(event) ? [{ term: "Explanation", detail: explanationOf(event) }] : []),
  { term: "Result", detail: <Result event={event} /> },
  ...(event.kind === "change" ? [{ term: "Reason given", detail: recorded(event.reason) }] : []),
];

const permissionOf = ({ permission }: AuditDetail): Definition[] =>
  permission
    ? [
        {
          term: "Permission",
          detail: (
            <>
              {permissionLabel(permission)} {code(permission)}
            </>
          ),
        },
      ]
    : [];

function targetOf({ targetType, targetId, targetLabel }: AuditDetail): ReactNode {
  if (!targetType || !targetId) return recorded(targetLabel);
  return (
    <More href={filteredHref({ about: `${targetType}/${targetId}` })} label="All about this">
      {recorded(targetLabel)} <span className="text-ink-3">{printable(targetType.replaceAll("_", " "))}</span>
    </More>
  );
}

export const who = ({ event, names }: Entry): Definition[] => [
  {
    term: "Name",
    detail: event.actorUserId ? (
      <More href={filteredHref({ person: event.actorUserId })} label="All by or about this person">
        <bdi>{actorLabel(event)}</bdi>
      </More>
    ) : (
      <bdi>{actorLabel(event)}</bdi>
    ),
  },
  ...(event.actorKind === "user" ? [] : [{ term: "Kind of actor", detail: ACTOR_KIND_LABELS[event.actorKind] }]),
  ...(event.clientId ? [{ term: "Client", detail: code(event.clientId) }] : []),
  { term: "Sign-in name", detail: recorded(event.actorLogin) },
  { term: "Role then", detail: recorded(event.actorRole && roleLabel(event.actorRole)) },
  { term: "Entity", detail: recorded(event.actorEntityId && nameOf(names, event.actorEntityId)) },
  { term: "Global used", detail: event.globalUsed ? "Yes: it reached beyond their own entity" : "No" },
];

const nameOf = (names: Names, id: string): string => names.get(id) ?? "Unknown entity";

export const whereFrom = ({ event }: Entry): Definition[] => [
  {
    term: "Request",
    detail: (
      <More href={filteredHref({ request: event.requestId, show: "everything" })} label="The rest of this request">
        {code(event.requestId)}
      </More>
    ),
  },
  {
    term: "Session",
    detail: event.sessionId && (
      <More href={filteredHref({ session: event.sessionId, show: "views" })} label="The rest of this session">
        {code(event.sessionId)}
      </More>
    ),
  },
  { term: "Source address", detail: code(event.sourceAddress) },
  { term: "User agent", detail: recorded(event.userAgent) },
];

/** The ids, for looking a row up elsewhere. */
export const idsOf = ({ event }: Entry): Definition[] => [
  { term: "Entry", detail: code(event.id) },
  { term: "User id", detail: code(event.actorUserId) },
  { term: "Directory id", detail: code(event.actorOid) },
  { term: "Entity id", detail: code(event.actorEntityId) },
  { term: "Target type", detail: code(event.targetType) },
  { term: "Target id", detail: code(event.targetId) },
  { term: "Target entity id", detail: code(event.targetEntityId) },
];

/** Before and after, field by field; nothing where nothing changed. */
export const Changed = ({ event, zone }: { event: AuditDetail; zone: string }) =>
  event.changes &&
  Object.keys(event.changes).length > 0 && (
    <ChangesTable
      caption="Changed fields"
      changes={Object.entries(event.changes).map(([path, change]) => ({ path, ...change }))}
      from="Before"
      to="After"
      zone={zone}
    />
  );

export const AsRecorded = ({ entry }: { entry: Entry }) => (
  <details className="rounded-md border border-line bg-surface px-4 py-3">
    <summary className="min-h-6 font-medium">The row as recorded</summary>
    <DefinitionList className="mt-3" items={idsOf(entry)} />
    <pre className="mt-3 overflow-x-auto font-mono text-sm text-ink-2">{printable(JSON.stringify(entry.event, null, 2))}</pre>
  </details>
);

const code = (text: string | null) => text && <Code>{printable(text)}</Code>;
const recorded = (text: string | null) => text && <Recorded>{text}</Recorded>;

/** A value, linked to every entry that shares it. */
function More({ href, label, children }: { href: PageAddress; label: string; children: ReactNode }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      {children}
      <TextLink href={href} className="inline-flex min-h-6 items-center">
        {label}
      </TextLink>
    </span>
  );
}
