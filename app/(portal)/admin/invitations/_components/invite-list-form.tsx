"use client";

import { type ReactNode, useState } from "react";
import { Failure } from "@/components/portal/form";
import { useSubmission } from "@/components/portal/use-submission";
import { Button } from "@/components/ui/button";
import { DocumentLink } from "@/components/ui/document-link";
import { controlClass, Field, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Checked, SentInvitationList } from "@/lib/domain/invitations";
import type { PagePath } from "@/lib/platform/local-path";
import type { ActionState } from "@/lib/platform/operations/result";
import { checkInvitationListAction, sendInvitationListAction } from "../actions";
import { CheckReport, counted, SentReport } from "./invite-list-report";

type State = ActionState<Checked> | ActionState<SentInvitationList>;

/** The outcome of the latest of two actions: each answer replaces the other's. */
function useLatest(checked: ActionState<Checked>, sent: ActionState<SentInvitationList>): State {
  const [seen, setSeen] = useState<{ checked: State; sent: State; latest: State }>({ checked, sent, latest: sent.status === "idle" ? checked : sent });
  if (seen.checked === checked && seen.sent === sent) return seen.latest;
  const latest = seen.checked === checked ? sent : checked;
  setSeen({ checked, sent, latest });
  return latest;
}

/** How many answers have come: a file that was read is in the box then. One whose answer is lost stays chosen. */
function useAnswerCount(latest: State): number {
  const [seen, setSeen] = useState({ latest, count: 0 });
  if (seen.latest === latest) return seen.count;
  const isLost = latest.status === "failed" && latest.error.code === "OUTCOME_UNKNOWN";
  const count = seen.count + (isLost ? 0 : 1);
  setSeen({ latest, count });
  return count;
}

/**
 * Check, then send: two forms, so that each answers for itself without JavaScript too. What is sent is the list as it was checked; once
 * the list is edited, it has to be checked again.
 */
export function InviteListForm({ example, template, children }: { example: string; template: PagePath; children: ReactNode }) {
  const check = useSubmission<Checked>(checkInvitationListAction);
  const send = useSubmission<SentInvitationList>(sendInvitationListAction);
  const [checked, sent] = [check.state, send.state];
  const latest = useLatest(checked, sent);
  const answers = useAnswerCount(latest);
  const [editedSince, setEditedSince] = useState<State | null>(null);
  const done = latest === sent && sent.status === "done" ? sent.answer : undefined;
  if (done && !done.left) return <SentReport {...done} />;
  const failed = latest.status === "failed" ? latest : null;
  const answer = latest === checked && checked.status === "done" ? checked.answer : undefined;
  const typed = failed ? failed.values.file || failed.values.csv : (answer?.csv ?? done?.left?.csv);
  const usable = answer !== undefined && answer.toSend > 0;
  const edited = editedSince === latest;
  const ready = usable && !edited;
  const bad = answer?.problems.length ?? 0;
  return (
    <div className="grid max-w-3xl gap-4">
      {failed && <Failure error={failed.error} />}
      {answer && <CheckReport {...answer} />}
      {done && <SentReport {...done} />}
      {ready && (
        <form action={send.post} onSubmit={send.submit} aria-busy={send.pending}>
          {children}
          <input type="hidden" name="csv" value={answer.csv} />
          <input type="hidden" name="checked" value={answer.hash} />
          <Button variant={bad > 0 ? "secondary" : "primary"} icon="send" aria-disabled={send.pending}>
            Send {counted(answer.toSend, "invitation")}
            {bad > 0 && `, leave out ${counted(bad, "row")}`}
          </Button>
        </form>
      )}
      {usable && edited && <Notice tone="warning" title="The list has changed since it was checked. Check it again, then send it." />}
      <form action={check.post} onSubmit={check.submit} onChange={() => setEditedSince(latest)} className="grid gap-4" aria-busy={check.pending}>
        {children}
        <ListFields key={answers} typed={typed} template={template} example={example} error={failed?.error.fieldErrors.csv} />
        <div>
          <Button variant={ready && bad === 0 ? "secondary" : "primary"} aria-disabled={check.pending}>
            Check the list
          </Button>
        </div>
      </form>
    </div>
  );
}

type Fields = { typed: string | undefined; template: PagePath; example: string; error: string | undefined };

function ListFields({ typed, template, example, error }: Fields) {
  const templateLink = (
    <DocumentLink href={template} download className="inline-flex min-h-6 items-center underline underline-offset-2">
      Download the template
    </DocumentLink>
  );
  return (
    <>
      <Field name="file" label="A CSV file" hint={templateLink}>
        {(control) => <input type="file" accept=".csv,text/csv,text/plain" className={`${controlClass} py-1.5`} {...control} />}
      </Field>
      <TextArea
        key={typed}
        name="csv"
        label="Or the list itself"
        rows={8}
        defaultValue={typed}
        placeholder={example}
        spellCheck={false}
        autoComplete="off"
        error={error}
        hint="A file replaces what is typed here."
      />
    </>
  );
}
