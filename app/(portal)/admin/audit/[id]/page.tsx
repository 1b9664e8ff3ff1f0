import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ChangesTable } from "@/components/portal/changes-table";
import { type Definition, DefinitionList } from "@/components/portal/definition-list";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { auditEntryQuery } from "@/lib/domain/audit";
import { preferences } from "@/lib/domain/preferences";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditDetail } from "@/lib/platform/audit/queries";
import { roleLabel } from "@/lib/platform/authz/roles";
import { listHref } from "@/lib/platform/lists/params";
import type { PageAddress } from "@/lib/platform/local-path";
import { AUDIT_PATH } from "../_components/audit-filters";
import { entrySentence } from "../_components/deeds";
import { OutcomeBadge, purposeOf, Recorded, Result } from "../_components/parts";
import { ACTOR_KIND_LABELS, actorLabel, entityLabel, KIND_LABELS, permissionLabel } from "../_components/words";

export const metadata: Metadata = { title: "Audit entry" };

type Names = ReadonlyMap<string, string>;

export default async function AuditEntryPage({ params }: { params: Promise<{ id: string }> }) {
  const { event, names } = await openPage(auditEntryQuery, await params);
  const { zone } = await preferences();

  return (
    <PageBody title={entrySentence(event)} back={{ href: AUDIT_PATH, label: "Audit log" }} status={<OutcomeBadge event={event} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        <Section title="What happened">
          <DefinitionList items={whatHappened(event, names, zone)} />
        </Section>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Section title="Who">
            <DefinitionList items={who(event, names)} />
          </Section>
          <Section title="Where from">
            <DefinitionList items={whereFrom(event)} />
          </Section>
        </div>
      </div>
      {event.changes && Object.keys(event.changes).length > 0 && (
        <Section title="What changed" flush>
          <ChangesTable
            caption="Changed fields"
            changes={Object.entries(event.changes).map(([path, change]) => ({ path, ...change }))}
            from="Before"
            to="After"
            zone={zone}
          />
        </Section>
      )}
      <details className="rounded-md border border-line bg-surface px-4 py-3">
        <summary className="min-h-6 font-medium">The row as recorded</summary>
        <pre className="mt-3 overflow-x-auto font-mono text-sm text-ink-2">{printable(JSON.stringify(event, null, 2))}</pre>
      </details>
    </PageBody>
  );
}

const whatHappened = (event: AuditDetail, names: Names, zone: string): Definition[] => [
  {
    term: "Time",
    detail: (
      <>
        <Timestamp value={event.at} zone={zone} /> <Code className="whitespace-nowrap">{event.at.toISOString()}</Code>
      </>
    ),
  },
  { term: "Kind", detail: KIND_LABELS[event.kind] },
  { term: "Purpose", detail: event.purpose && purposeOf(event) },
  { term: "Action", detail: code(event.action) },
  {
    term: "Permission",
    detail: event.permission && (
      <>
        {permissionLabel(event.permission)} {code(event.permission)}
      </>
    ),
  },
  {
    term: "Target entity",
    detail: event.targetEntityId ? (
      <More href={listHref(AUDIT_PATH, { entity: event.targetEntityId })} label="All about this entity">
        {recorded(entityLabel(event, names))}
      </More>
    ) : (
      entityLabel(event, names)
    ),
  },
  { term: "Target entity id", detail: code(event.targetEntityId) },
  { term: "Target", detail: recorded(event.targetLabel) },
  { term: "Target type", detail: code(event.targetType) },
  { term: "Target id", detail: code(event.targetId) },
  { term: "Outcome", detail: <OutcomeBadge event={event} /> },
  { term: "Reason code", detail: code(event.reasonCode) },
  { term: "Result", detail: <Result event={event} /> },
  { term: "Reason given", detail: recorded(event.reason) },
];

const who = (event: AuditDetail, names: Names): Definition[] => [
  {
    term: "Name",
    detail: event.actorUserId ? (
      <More href={listHref(AUDIT_PATH, { person: event.actorUserId })} label="All by or about this person">
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
  { term: "Entity", detail: recorded(event.actorEntityId && (names.get(event.actorEntityId) ?? "Unknown entity")) },
  { term: "Global used", detail: event.globalUsed ? "Yes: it reached beyond their own entity" : "No" },
  { term: "User id", detail: code(event.actorUserId) },
  { term: "Directory id", detail: code(event.actorOid) },
  { term: "Entity id", detail: code(event.actorEntityId) },
];

const whereFrom = (event: AuditDetail): Definition[] => [
  {
    term: "Request",
    detail: (
      <More href={listHref(AUDIT_PATH, { purpose: "all", request: event.requestId })} label="All of this request">
        {code(event.requestId)}
      </More>
    ),
  },
  { term: "Session", detail: code(event.sessionId) },
  { term: "Source address", detail: code(event.sourceAddress) },
  { term: "User agent", detail: recorded(event.userAgent) },
  { term: "Entry", detail: code(event.id) },
];

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
