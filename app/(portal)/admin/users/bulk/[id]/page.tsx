import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { DataTable } from "@/components/portal/data-table";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { type BulkResult, type BulkRunView, bulkResults, getBulkRun } from "@/lib/domain/people";
import { bulkRowParams } from "@/lib/domain/people/model";
import { preferences } from "@/lib/domain/preferences";
import { idParam, listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { ContinueByItself } from "../../_components/continue-by-itself";
import { runTitle } from "../../_components/run-title";
import { continueBulkAction } from "../../actions";

export const metadata: Metadata = { title: "Change of several users" };

const ROWS = 50;

export default async function BulkRunPage({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }) {
  const id = idParam.parse((await params).id);
  const { state, cursor } = searchOf(bulkRowParams, await searchParams);
  const { run, rows } = await requireTab("users", async ({ tx, principal }) => {
    const manage = authorize(tx, "Users.Manage", { entityId: principal.entity.id });
    const found = id ? await getBulkRun(tx, manage, id) : null;
    return found && { run: found, rows: await bulkResults(tx, manage, found.id, { after: Number(cursor) || 0, take: ROWS, state }) };
  });
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
          <>
            <TextLink href={href({ state: null })}>All</TextLink>
            <TextLink href={href({ state: "failed" })}>Not changed ({run.failed})</TextLink>
            <LinkButton size="sm" icon="download" href={`/admin/users/bulk/${run.id}/results`} prefetch={false} download>
              Download
            </LinkButton>
          </>
        }
      >
        <DataTable
          caption="People of this run"
          rows={rows}
          rowKey={({ position }) => String(position)}
          rowHref={({ userId }) => `/admin/users/${userId}`}
          columns={[
            { key: "label", header: "Name", cell: ({ label }) => label, primary: true },
            { key: "state", header: "Result", cell: (row) => <Result row={row} /> },
            { key: "message", header: "Why", cell: ({ message }) => message },
            { key: "at", header: "When", cell: ({ doneAt }) => doneAt && <Timestamp value={doneAt} zone={zone} /> },
          ]}
          empty={<p className="p-4 text-ink-3">Nobody.</p>}
        />
      </Section>
      {last && rows.length === ROWS && (
        <p>
          <LinkButton size="sm" href={href({ cursor: String(last.position) })}>
            Next
          </LinkButton>
        </p>
      )}
    </PageBody>
  );
}

/** The user's own requests drive the run: a script resubmits, or the button without scripts. */
function Progress({ run }: { run: BulkRunView }) {
  const { total, waiting, done, failed } = run;
  const taken = total - waiting;
  return (
    <Section title={waiting > 0 ? "In progress" : "Finished"}>
      <div className="grid max-w-prose gap-3">
        <progress
          value={taken}
          max={total}
          aria-label="People taken"
          className="h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-line [&::-moz-progress-bar]:bg-solid [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-solid"
        />
        <p role="status">
          {taken} of {total} taken: {done} changed, {failed} not changed.
        </p>
        {waiting > 0 && (
          <ActionForm action={continueBulkAction} className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="id" value={run.id} />
            <SubmitButton>Continue</SubmitButton>
            <ContinueByItself taken={taken} />
            <p className="text-sm text-ink-3">It goes on while this page is open. Come back to it to finish what is left.</p>
          </ActionForm>
        )}
      </div>
    </Section>
  );
}

function Result({ row: { state, code } }: { row: BulkResult }) {
  if (state === "waiting") return <Badge icon="clock">Waiting</Badge>;
  return state === "done" ? <Badge tone="positive">Changed</Badge> : <Badge tone="warning">Not changed: {code}</Badge>;
}
