import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import type { Column } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import type { Tone } from "@/components/ui/tone";
import { openPage } from "@/lib/adapters/web/page";
import { type JobRow, jobListQuery } from "@/lib/domain/jobs";
import { JOB_KINDS, JOB_STATES, kindLabel, MOST_FAILED } from "@/lib/domain/jobs/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { discardJobAction, retryJobAction } from "./actions";

export const metadata: Metadata = { title: "Jobs" };

const PATH = "/admin/support/jobs";

const LOOKS: Readonly<Record<JobRow["state"], { label: string; tone: Tone }>> = {
  pending: { label: "Pending", tone: "info" },
  failed: { label: "Failed", tone: "danger" },
  done: { label: "Done", tone: "positive" },
  cancelled: { label: "Stopped", tone: "neutral" },
};
const STATES = [{ value: "", label: "Pending and failed" }, ...JOB_STATES.map((value) => ({ value, label: LOOKS[value].label }))];
const KINDS = [{ value: "", label: "Any kind" }, ...Object.entries(JOB_KINDS).map(([value, label]) => ({ value, label }))];

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(jobListQuery.input, await searchParams);
  const { page, failed } = await openPage(jobListQuery, params);
  const { zone } = await preferences();

  return (
    <ListPage
      title="Jobs"
      description="What the portal does in the background, for all entities."
      before={
        failed > 0 && (
          <Notice tone="danger" title={`${failed > MOST_FAILED ? `More than ${MOST_FAILED}` : failed} ${failed === 1 ? "job" : "jobs"} failed.`}>
            Put right what the last error names, then retry. Discarding gives up what is left; what is done stays.
          </Notice>
        )
      }
      path={PATH}
      params={params}
      selects={[
        { name: "state", label: "State", value: params.state ?? "", options: STATES },
        { name: "kind", label: "Kind", value: params.kind ?? "", options: KINDS },
      ]}
      page={page}
      of="jobs"
      rowKey={(job) => job.id}
      columns={columns(zone)}
      none={
        <EmptyState kind="none" title="Nothing is under way">
          Bulk changes and long lists of invitations appear here until they are through.
        </EmptyState>
      }
      noMatch="No job matches"
    />
  );
}

const columns = (zone: string): readonly Column<JobRow>[] => [
  { key: "label", header: "Job", cell: (job) => job.label, primary: true },
  { key: "kind", header: "Kind", cell: (job) => kindLabel(job.kind) },
  { key: "state", header: "State", cell: ({ state }) => <Badge tone={LOOKS[state].tone}>{LOOKS[state].label}</Badge>, card: true },
  { key: "progress", header: "Progress", cell: progressOf, numeric: true, card: true },
  { key: "askedBy", header: "Asked by", cell: (job) => job.askedBy ?? "The portal" },
  { key: "entity", header: "Entity", cell: (job) => job.entity },
  { key: "queued", header: "Queued", cell: (job) => <Timestamp value={job.queuedAt} zone={zone} /> },
  { key: "attempts", header: "Attempts", cell: (job) => job.attempts, numeric: true },
  { key: "error", header: "Last error", cell: (job) => job.lastError, className: "max-w-measure break-words" },
  { key: "next", header: "Next attempt", cell: (job) => job.state === "pending" && job.attempts > 0 && <Timestamp value={job.nextAttemptAt} zone={zone} /> },
  { key: "actions", header: "Retry or discard", headerHidden: true, cell: (job) => <Actions job={job} />, card: true },
];

const number = (count: number) => count.toLocaleString("en-NZ");

function progressOf({ done, total }: JobRow): string {
  return total === null ? number(done) : `${number(done)} of ${number(total)}`;
}

function Actions({ job: { id, label, state, attempts } }: { job: JobRow }) {
  if (state !== "failed" && state !== "pending") return null;
  return (
    <div className="flex flex-wrap gap-2">
      {(state === "failed" || attempts > 0) && (
        <ActionForm action={retryJobAction}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="secondary" size="sm" aria-label={`Retry now: ${label}`}>
            Retry now
          </SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={discardJobAction}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton variant="secondary" size="sm" aria-label={`Discard: ${label}`}>
          Discard
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
