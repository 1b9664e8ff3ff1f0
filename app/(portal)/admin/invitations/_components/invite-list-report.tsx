import { CopyableText } from "@/components/portal/copyable-text";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { Checked, SentInvitationList } from "@/lib/domain/invitations";
import { ListedPeople } from "./listed-people";

/** "1 row", "12 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en-NZ")} ${count === 1 ? one : many}`;

/** What a check found: who would be invited, and what is wrong in which row. */
export function CheckReport({ toSend, people, roles, known, problems, notes }: Checked) {
  return (
    <div className="grid gap-3">
      <Verdict toSend={toSend} roles={roles} problems={problems} />
      {notes.length > 0 && <p className="text-ink-2">{notes.join(" ")}</p>}
      <ListedPeople caption="Rows that cannot be used" rows={problems} />
      <ListedPeople caption="To invite" rows={people} total={toSend} />
      <ListedPeople caption="Left out" rows={known} />
    </div>
  );
}

function Verdict({ toSend, roles, problems }: Pick<Checked, "toSend" | "roles" | "problems">) {
  const bad = problems.length > 0 ? `${counted(problems.length, "row")} cannot be used.` : "";
  if (toSend === 0 && bad) {
    return (
      <Notice tone="danger" title={bad}>
        Nothing has been sent. Correct the list and check it again.
      </Notice>
    );
  }
  if (toSend === 0) {
    return (
      <Notice tone="info" title="Everyone in this list is already invited or already a user.">
        Nothing has been sent.
      </Notice>
    );
  }
  const as = roles.map(([label, count]) => `${count.toLocaleString("en-NZ")} as ${label}`).join(", ");
  return (
    <Notice tone={bad ? "warning" : "positive"} title={`${counted(toSend, "person", "people")} to invite: ${as}. ${bad}`.trim()}>
      {bad
        ? "Nothing has been sent yet. Correct the list and check it again, or send the others now: the rows left out stay in the box below."
        : "Nothing has been sent yet."}
    </Notice>
  );
}

/** What came of sending. The rows left out are in the box below it. */
export function SentReport({ list, sent, known, left, links }: SentInvitationList) {
  const created = `${counted(sent, "invitation")} created.`;
  return (
    <div className="grid max-w-3xl gap-3">
      {list && (
        <Notice tone="positive" title="The invitations are being sent in the background.">
          <TextLink href={`/admin/invitations/lists/${list}`}>See how far they are</TextLink>.
        </Notice>
      )}
      {!list && links && (
        <Notice tone="warning" title={`${created} No mail server is set up, so nobody has been told.`}>
          Copy the links and give each person theirs. A link works once, for seven days. The messages stay in the{" "}
          <TextLink href="/admin/support/outbox">outbox</TextLink> and are sent once a mail server is set up.
        </Notice>
      )}
      {!list && !links && (
        <Notice tone="positive" title={`${created} The e-mails are being sent.`}>
          <TextLink href="/admin/invitations?state=pending">See the invitations</TextLink> or{" "}
          <TextLink href="/admin/support/outbox">the state of their e-mails</TextLink>.
        </Notice>
      )}
      {links && <CopyableText label="Links to pass on" text={links.map(({ email, link }) => `${email} ${link}`).join("\n")} />}
      {left && (
        <Notice tone="warning" title={`${counted(left.rows.length, "row")} left out, with nothing sent to anybody in them.`}>
          They are in the box below, as you wrote them. Correct them there, and check them again. Lines are those of the list that was sent.
        </Notice>
      )}
      <ListedPeople caption="Rows to correct" rows={left?.rows ?? []} />
      <ListedPeople caption="Left out" rows={known} />
    </div>
  );
}
