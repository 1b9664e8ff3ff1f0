import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { DataTable } from "@/components/portal/data-table";
import { KeepFresh } from "@/components/portal/keep-fresh";
import { PageBody } from "@/components/portal/page-body";
import { ProgressBar } from "@/components/portal/progress-bar";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type BulkResult, type BulkRunView, bulkRunQuery, RUN_ROWS } from "@/lib/domain/people";
import { runTitle } from "@/lib/domain/people/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { stopBulkAction } from "../../actions";

export const metadata: Metadata = { title: "Change of several users" };

export default async function BulkRunPage({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }) {
  const { id } = await params;
  const { state, cursor } = searchOf(bulkRunQuery.input.omit({ id: true }), await searchParams);
  const { run, rows } = await openPage(bulkRunQuery, { id, state, cursor });
  const { zone } = await preferences();
  const href = (change: Record<string, string | null>) => listHref(`/admin/users/bulk/${run.id}`, { state, ...change });
  const last = rows.at(-1);
  return (
    <PageBody title={runTitle(run)} description={`“${run.reason}”`} back={{ href: "/admin/users", label: "Users" }}>
      <Progress run={run} />
      <Section
        title="People"
        flush
        actions={
          <LinkButton size="sm" icon="download" href={`/admin/users/bulk/${run.id}/results`} prefetch={false} download>
            Download
          </LinkButton>
        }
      >
        <p className="flex flex-wrap gap-x-4 px-4 py-2 text-sm">
          <TextLink href={href({ state: null })}>All</TextLink>
          <TextLink href={href({ state: "failed" })}>Not changed ({number(run.failed)})</TextLink>
          {run.waiting > 0 && (
            <TextLink href={href({ state: "waiting" })}>
              {isOver(run) ? "Not reached" : "Waiting"} ({number(run.waiting)})
            </TextLink>
          )}
        </p>
        <DataTable
          caption="People of this run"
          rows={rows}
          rowKey={({ position }) => String(position)}
          rowHref={({ userId }) => `/admin/users/${userId}`}
          columns={[
            { key: "label", header: "Name", cell: ({ label }) => label, primary: true },
            { key: "state", header: "Result", cell: (row) => <Result row={row} over={isOver(run)} /> },
            { key: "message", header: "Why", cell: ({ message }) => message },
            { key: "at", header: "When", cell: ({ doneAt }) => doneAt && <Timestamp value={doneAt} zone={zone} /> },
          ]}
          empty={<p className="p-4 text-ink-3">Nobody.</p>}
        />
      </Section>
      {last && rows.length === RUN_ROWS && (
        <p>
          <LinkButton size="sm" href={href({ cursor: String(last.position) })}>
            Next
          </LinkButton>
        </p>
      )}
    </PageBody>
  );
}

const number = (count: number) => count.toLocaleString("en-NZ");
const isOver = ({ state }: BulkRunView) => state === "done" || state === "cancelled";

const TITLES = { pending: "In progress", done: "Finished", failed: "Interrupted", cancelled: "Stopped" } as const;

/** A job carries the run on, whether or not anybody looks. */
function Progress({ run }: { run: BulkRunView }) {
  const { total, waiting, done, failed, state, problem } = run;
  const taken = total - waiting;
  return (
    <Section title={TITLES[state]}>
      <div className="grid max-w-prose gap-3">
        <ProgressBar value={taken} max={total} label="People taken" />
        <p role="status">
          {number(taken)} of {number(total)} taken: {number(done)} changed, {number(failed)} not changed.
          {state === "cancelled" && waiting > 0 && ` The other ${number(waiting)} stay as they are.`}
        </p>
        {problem && state !== "done" && (
          <Notice tone={state === "cancelled" ? "info" : "warning"} title={HOLDUPS[state]}>
            {problem}
          </Notice>
        )}
        {!isOver(run) && (
          <ActionForm action={stopBulkAction} className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="id" value={run.id} />
            <SubmitButton variant="secondary">Stop</SubmitButton>
            <p className="text-sm text-ink-3">It goes on when you close this page. Stopping leaves the rest as they are.</p>
          </ActionForm>
        )}
        {state === "pending" && !problem && <KeepFresh mark={String(taken)} />}
      </div>
    </Section>
  );
}

const HOLDUPS = {
  pending: "The last step failed. It is tried again in a moment.",
  failed: "It was given up. An operator can retry it.",
  cancelled: "Nobody further is changed.",
} as const;

function Result({ row: { state, code }, over }: { row: BulkResult; over: boolean }) {
  if (state === "waiting") return over ? <Badge icon="ban">Not reached</Badge> : <Badge icon="clock">Waiting</Badge>;
  return state === "done" ? <Badge tone="positive">Changed</Badge> : <Badge tone="warning">Not changed: {code}</Badge>;
}
