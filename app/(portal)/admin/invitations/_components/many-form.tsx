"use client";

import { useActionState } from "react";
import { Failure } from "@/components/portal/action-form";
import { Button } from "@/components/ui/button";
import { controlClass, Field, TextArea } from "@/components/ui/field";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { type ActionState, IDLE } from "@/lib/actions/result";
import type { Checked, SentMany } from "@/lib/invitations/many";
import { checkManyAction, sendManyAction } from "../actions";
import { Problems } from "./problems";

/** Check, then send: two buttons of one form, so that both work without JavaScript and the list is typed or chosen once. */
export function ManyForm({ example }: { example: string }) {
  const [checked, check, checking] = useActionState<ActionState<Checked>, FormData>(checkManyAction, IDLE);
  const [sent, send, sending] = useActionState<ActionState<SentMany>, FormData>(sendManyAction, IDLE);
  if (sent.status === "done" && sent.answer) return <Done {...sent.answer} />;
  const failed = sent.status === "failed" ? sent : checked.status === "failed" ? checked : null;
  const answer = checked.status === "done" && !failed ? checked.answer : undefined;
  const typed = failed ? failed.values.file || failed.values.csv : answer?.csv;
  const ready = answer !== undefined && answer.problems.length === 0 && answer.toSend > 0;
  return (
    <form action={check} className="grid max-w-3xl gap-4" aria-busy={checking || sending}>
      {failed && <Failure error={failed.error} />}
      {answer && <Report {...answer} />}
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
        hint="A file takes the place of what stands here."
      />
      <div className="flex flex-wrap gap-2">
        {ready && (
          <Button variant="primary" icon="send" formAction={send} aria-disabled={sending}>
            Send {answer.toSend.toLocaleString("en-NZ")} {answer.toSend === 1 ? "invitation" : "invitations"}
          </Button>
        )}
        <Button variant={ready ? "secondary" : "primary"} aria-disabled={checking}>
          Check the list
        </Button>
      </div>
    </form>
  );
}

function Report({ toSend, roles, known, problems }: Checked) {
  const toBe = `${toSend.toLocaleString("en-NZ")} ${toSend === 1 ? "person" : "people"} to invite`;
  const as = roles.map(([label, count]) => `${count.toLocaleString("en-NZ")} as ${label}`).join(", ");
  return (
    <div className="grid gap-3">
      {problems.length > 0 ? (
        <Notice
          tone="danger"
          title={`${problems.length === 1 ? "One row cannot" : `${problems.length.toLocaleString("en-NZ")} rows cannot`} be used. Mend the list and check it again.`}
        >
          Nothing has been sent.
        </Notice>
      ) : (
        <Notice tone={toSend > 0 ? "positive" : "info"} title={toSend > 0 ? `${toBe}: ${as}.` : "Everybody in this list is invited or a user already."}>
          Nothing has been sent yet.
        </Notice>
      )}
      <Problems caption="Rows that cannot be used" rows={problems} />
      <Problems caption="Left out" rows={known} />
    </div>
  );
}

function Done({ sent, known }: SentMany) {
  return (
    <div className="grid max-w-3xl gap-3">
      <Notice tone="positive" title={`${sent.toLocaleString("en-NZ")} ${sent === 1 ? "invitation is" : "invitations are"} on the way.`}>
        <TextLink href="/admin/invitations?state=pending">See the invitations</TextLink> or{" "}
        <TextLink href="/admin/support/outbox">how far their mail got</TextLink>.
      </Notice>
      <Problems caption="Left out" rows={known} />
    </div>
  );
}
