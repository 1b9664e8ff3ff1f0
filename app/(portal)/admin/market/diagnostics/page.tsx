import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { DefinitionList } from "@/components/portal/definition-list";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type Diagnostics, diagnosticsQuery, MOST } from "@/lib/domain/diagnostics";
import { preferences } from "@/lib/domain/preferences";
import { SessionSection } from "../_components/session-section";
import { TransitionTable } from "../_components/transition-table";

export const metadata: Metadata = { title: "Diagnostics" };

export default async function DiagnosticsPage() {
  const { diagnostics, session, latest } = await openPage(diagnosticsQuery, {});
  const { zone } = await preferences();
  const { now, database, processes, backlogs } = diagnostics;
  return (
    <PageBody
      title="Diagnostics"
      back={{ href: "/admin/market", label: "Market operations" }}
      description="The current health of the portal and each of its processes."
      actions={
        <LinkButton icon="refresh" href="/admin/market/reset">
          Engine reset
        </LinkButton>
      }
    >
      <SessionSection session={session} zone={zone} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Processes processes={processes} now={now} zone={zone} />
        <Section title="Database">
          <DefinitionList
            items={[
              { term: "Kind", detail: `${database.kind} ${database.version}` },
              { term: "Answers in", detail: `${database.milliseconds.toFixed(1)} ms` },
              { term: "Size", detail: `${(database.bytes / 1_000_000).toFixed(1)} MB` },
              { term: "Its clock", detail: <Timestamp value={now} zone={zone} /> },
            ]}
          />
        </Section>
      </div>
      <Backlogs backlogs={backlogs} now={now} zone={zone} />
      <Section title="Last transitions" flush actions={<TextLink href="/admin/market">All transitions</TextLink>}>
        <TransitionTable caption="Last transitions" rows={latest.rows} zone={zone} empty={<EmptyState kind="none" title="The session has not moved yet" />} />
      </Section>
    </PageBody>
  );
}

const Processes = ({ processes, now, zone }: Pick<Diagnostics, "processes" | "now"> & { zone: string }) => (
  <Section title="Processes" description="Those that reported within the last day" flush>
    <DataTable
      caption="Processes of the portal"
      rows={processes}
      rowKey={({ name }) => name}
      empty={<EmptyState kind="none" title="No process has reported yet" />}
      columns={[
        { key: "name", header: "Process", cell: ({ name }) => <Code>{name}</Code>, primary: true },
        { key: "alive", header: "State", cell: ({ alive }) => (alive ? <Badge tone="positive">Alive</Badge> : <Badge tone="warning">Silent</Badge>) },
        { key: "seen", header: "Last seen", cell: ({ lastSeenAt }) => <Timestamp value={lastSeenAt} zone={zone} mode="relative+absolute" now={now} /> },
        { key: "started", header: "Started", cell: ({ startedAt }) => <Timestamp value={startedAt} zone={zone} /> },
        { key: "version", header: "Version", cell: ({ version, node }) => `${version}, Node ${node}` },
        { key: "offset", header: "Clock, to the database’s", numeric: true, cell: ({ clockOffset }) => `${clockOffset > 0 ? "+" : ""}${clockOffset} ms` },
      ]}
    />
  </Section>
);

const upTo = (count: number): string => (count > MOST ? `more than ${MOST.toLocaleString("en-NZ")}` : count.toLocaleString("en-NZ"));

const Backlogs = ({ backlogs, now, zone }: Pick<Diagnostics, "backlogs" | "now"> & { zone: string }) => (
  <Section title="Queued work" description="Background work, done by whichever process is free" flush>
    <DataTable
      caption="Work still to be done"
      rows={backlogs}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", header: "Work", cell: ({ name }) => name, primary: true },
        { key: "waiting", header: "Waiting", numeric: true, cell: ({ waiting }) => upTo(waiting) },
        {
          key: "oldest",
          header: "Oldest",
          cell: ({ oldest }) => (oldest ? <Timestamp value={oldest} zone={zone} mode="relative+absolute" now={now} /> : "Nothing waits"),
        },
        { key: "failed", header: "Given up", numeric: true, cell: ({ failed }) => upTo(failed) },
      ]}
    />
  </Section>
);
