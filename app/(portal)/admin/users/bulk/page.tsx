import type { Metadata } from "next";
import { ActionForm, FormProblem, FormRadio, FormReason, SubmitOrCancel } from "@/components/portal/action-form";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { type BulkRunView, bulkFormQuery, type Chosen, selectionHash } from "@/lib/domain/people";
import { BULK_CHANGES, type BulkChange, type BulkScope, MOST_AT_ONCE, runTitle, scopeFrom, scopeText } from "@/lib/domain/people/model";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { startBulkAction } from "../actions";

export const metadata: Metadata = { title: "Change several users" };

/** Most names listed in full. */
const SHOWN = 25;

const number = (count: number) => count.toLocaleString("en-NZ");

export default async function BulkPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const scope = scopeFrom(await searchParams);
  const { people, unfinished, asked } = await openPage(bulkFormQuery, asInput(scope));
  const many = people.length === 1 ? "1 person" : `${number(Math.min(people.length, MOST_AT_ONCE))} people`;
  const list = "ids" in scope ? "/admin/users" : listHref("/admin/users", scope.filters);
  return (
    <PageBody title={people.length > MOST_AT_ONCE ? "Too many people" : `Change ${many}`} back={{ href: list, label: "Users" }}>
      {people.length === 0 && (
        <EmptyState kind="none" title="No users selected" action={<LinkButton href="/admin/users">Choose from the list</LinkButton>}>
          Tick people in the list, or narrow it with filters and choose “All who match the list”.
        </EmptyState>
      )}
      {people.length > MOST_AT_ONCE && (
        <Notice tone="warning" title={`More than ${number(MOST_AT_ONCE)} people match.`}>
          Narrow <TextLink href={list}>the list</TextLink> first. One run changes at most {number(MOST_AT_ONCE)} people.
        </Notice>
      )}
      {people.length > 0 && people.length <= MOST_AT_ONCE && (
        <ActionForm action={startBulkAction} className="grid max-w-prose gap-4">
          <Notice title={"ids" in scope ? `These ${many}, chosen one by one.` : `All ${many} who match the list.`}>
            <Names people={people} />
          </Notice>
          <input type="hidden" name="scope" value={scopeText(scope)} />
          <input type="hidden" name="seen" value={people.length} />
          <input type="hidden" name="selection" value={selectionHash(people)} />
          <fieldset className="grid gap-2">
            <legend className="mb-1 font-medium">Change</legend>
            <FormProblem name="change" />
            {BULK_CHANGES.map((change) => (
              <Change key={change} change={change} />
            ))}
          </fieldset>
          {asked.length > 0 && <OpenRequests people={asked} />}
          <FormReason />
          <p className="text-sm text-ink-3">
            Each person is changed and recorded separately, in the background: you may close the page. Anyone who cannot be changed is listed with the reason.
          </p>
          <SubmitOrCancel cancel={backTo(scope)}>Change {many}</SubmitOrCancel>
        </ActionForm>
      )}
      {unfinished.length > 0 && <Unfinished runs={unfinished} />}
    </PageBody>
  );
}

const OpenRequests = ({ people }: { people: readonly Chosen[] }) => (
  <Notice tone="warning" title={people.length === 1 ? "1 open role request is about them." : `${number(people.length)} open role requests are about them.`}>
    Halting keeps requests open. Freezing or deactivating ends them. {notifiedByMail("The requester is")} Affected: <Names people={people} />
  </Notice>
);

/** Each has a page of its own. */
const Unfinished = ({ runs }: { runs: readonly BulkRunView[] }) => (
  <Section title="Your changes under way">
    <ul className="grid gap-1">
      {runs.map((run) => (
        <li key={run.id}>
          <TextLink href={`/admin/users/bulk/${run.id}`}>{runTitle(run)}</TextLink>: {number(run.waiting)} of {number(run.total)} left
          {run.state === "failed" && ", given up"}
        </li>
      ))}
    </ul>
  </Section>
);

function asInput(scope: BulkScope) {
  if ("filters" in scope) return { matching: true, ...scope.filters };
  return scope.ids.length > 0 ? { ids: scope.ids } : {};
}

const backTo = (scope: BulkScope) => ("ids" in scope ? "/admin/users" : listHref("/admin/users", scope.filters));

function Names({ people }: { people: readonly Chosen[] }) {
  const names = people.slice(0, SHOWN).map(({ displayName }) => displayName);
  const rest = people.length - names.length;
  return <p>{new Intl.ListFormat("en-NZ").format(rest > 0 ? [...names, `${number(rest)} more`] : names)}</p>;
}

const labelOf = (change: BulkChange) => (change === "end_sessions" ? "End all sessions" : `Set to ${USER_STATUSES[change].label}`);
const effectOf = (change: BulkChange) =>
  change === "end_sessions" ? "Signs them out everywhere, here and in the directory; they may sign in again." : USER_STATUSES[change].effect;

const Change = ({ change }: { change: BulkChange }) => (
  <label
    htmlFor={`change-${change}`}
    className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-md border border-line bg-surface px-3 py-2 hover:bg-hover has-checked:border-edge"
  >
    <FormRadio id={`change-${change}`} name="change" value={change} required className="mt-1 self-start" />
    <span className="grid">
      <span className="font-medium">{labelOf(change)}</span>
      <span className="text-ink-2">{effectOf(change)}</span>
    </span>
  </label>
);
