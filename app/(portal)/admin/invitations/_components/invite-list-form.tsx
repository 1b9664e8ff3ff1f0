"use client";

import { type ReactNode, type SubmitEvent, useState } from "react";
import { CopyableText } from "@/components/portal/copyable-text";
import { Failure } from "@/components/portal/form";
import { useSubmission } from "@/components/portal/use-submission";
import { Button } from "@/components/ui/button";
import { controlClass, Field, TextArea } from "@/components/ui/field";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { Checked, SentInvitationList } from "@/lib/domain/invitations";
import type { ActionState } from "@/lib/platform/operations/result";
import { checkInvitationListAction, sendInvitationListAction } from "../actions";
import { Problems } from "./problems";

type State = ActionState<Checked> | ActionState<SentInvitationList>;

/** The outcome of the latest of two actions: each answer replaces the other's. */
function useLatest(checked: ActionState<Checked>, sent: ActionState<SentInvitationList>): State {
  const [seen, setSeen] = useState<{ checked: State; sent: State; latest: State }>({ checked, sent, latest: sent.status === "idle" ? checked : sent });
  if (seen.checked === checked && seen.sent === sent) return seen.latest;
  const latest = seen.checked === checked ? sent : checked;
  setSeen({ checked, sent, latest });
  return latest;
}

/**
 * Check, then send: two buttons of one form, so both work without JavaScript and the list is entered once. Sending names what
 * was checked. A list edited since is refused, and the form hides the button once it notices the edit.
 */
export function InviteListForm({ example, children }: { example: string; children: ReactNode }) {
  const check = useSubmission<Checked>(checkInvitationListAction);
  const send = useSubmission<SentInvitationList>(sendInvitationListAction);
  const [checked, sent] = [check.state, send.state];
  const latest = useLatest(checked, sent);
  const [editedSince, setEditedSince] = useState<State | null>(null);
  if (latest === sent && sent.status === "done" && sent.answer) return <Done {...sent.answer} />;
  const failed = latest.status === "failed" ? latest : null;
  const answer = latest === checked && checked.status === "done" ? checked.answer : undefined;
  const typed = failed ? failed.values.file || failed.values.csv : answer?.csv;
  const usable = answer !== undefined && answer.problems.length === 0 && answer.toSend > 0;
  const edited = editedSince === latest;
  const ready = usable && !edited;
  const submit = (event: SubmitEvent<HTMLFormElement>) => (event.nativeEvent.submitter?.hasAttribute("data-sends") ? send : check).submit(event);
  return (
    <form
      action={check.post}
      onSubmit={submit}
      onChange={() => setEditedSince(latest)}
      className="grid max-w-3xl gap-4"
      aria-busy={check.pending || send.pending}
    >
      {children}
      {failed && <Failure error={failed.error} />}
      {answer && <Report {...answer} />}
      {usable && <input type="hidden" name="checked" value={answer.hash} />}
      <Field name="file" label="A CSV file">
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
        error={failed?.error.fieldErrors.csv}
        hint="A file replaces what is typed here."
      />
      {usable && edited && <Notice tone="warning" title="The list has changed since it was checked. Check it again, then send it." />}
      <div className="flex flex-wrap gap-2">
        {ready && (
          <Button variant="primary" icon="send" formAction={send.post} data-sends aria-disabled={send.pending}>
            Send {answer.toSend.toLocaleString("en-NZ")} {answer.toSend === 1 ? "invitation" : "invitations"}
          </Button>
        )}
        <Button variant={ready ? "secondary" : "primary"} aria-disabled={check.pending}>
          Check the list
        </Button>
      </div>
    </form>
  );
}

function Report({ toSend, roles, known, problems, notes }: Checked) {
  const toBe = `${toSend.toLocaleString("en-NZ")} ${toSend === 1 ? "person" : "people"} to invite`;
  const as = roles.map(([label, count]) => `${count.toLocaleString("en-NZ")} as ${label}`).join(", ");
  return (
    <div className="grid gap-3">
      {problems.length > 0 ? (
        <Notice
          tone="danger"
          title={`${problems.length === 1 ? "One row cannot" : `${problems.length.toLocaleString("en-NZ")} rows cannot`} be used. Correct the list and check it again.`}
        >
          Nothing has been sent.
        </Notice>
      ) : (
        <Notice tone={toSend > 0 ? "positive" : "info"} title={toSend > 0 ? `${toBe}: ${as}.` : "Everyone in this list is already invited or already a user."}>
          Nothing has been sent yet.
        </Notice>
      )}
      {notes.length > 0 && <p className="text-ink-2">{notes.join(" ")}</p>}
      <Problems caption="Rows that cannot be used" rows={problems} />
      <Problems caption="Left out" rows={known} />
    </div>
  );
}

function Done({ sent, known, links }: SentInvitationList) {
  const created = `${sent.toLocaleString("en-NZ")} ${sent === 1 ? "invitation" : "invitations"} created.`;
  return (
    <div className="grid max-w-3xl gap-3">
      {links ? (
        <Notice tone="warning" title={`${created} No mail server is set up, so nobody has been told.`}>
          Copy the links and give each person theirs. A link works once, for seven days. The messages stay in the{" "}
          <TextLink href="/admin/support/outbox">outbox</TextLink> and are sent once a mail server is set up.
        </Notice>
      ) : (
        <Notice tone="positive" title={`${created} The e-mails are being sent.`}>
          <TextLink href="/admin/invitations?state=pending">See the invitations</TextLink> or{" "}
          <TextLink href="/admin/support/outbox">the state of their e-mails</TextLink>.
        </Notice>
      )}
      {links && <CopyableText label="Links to pass on" text={links.map(({ email, link }) => `${email} ${link}`).join("\n")} />}
      <Problems caption="Left out" rows={known} />
    </div>
  );
}
