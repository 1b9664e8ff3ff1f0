import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { DataTable } from "@/components/portal/data-table";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { OpenSession, UserDetail } from "@/lib/domain/people";
import { browserName } from "@/lib/domain/people/model";
import { endSessionAction, endSessionsAction } from "../actions";

type SessionsProps = { user: UserDetail; sessions: readonly OpenSession[]; mayEnd: boolean; zone: string };

/** A user's sessions, with buttons to end them. An ended session is refused on its next request. */
export function Sessions({ user, sessions, mayEnd, zone }: SessionsProps) {
  return (
    <Section title="Sessions" flush={sessions.length > 0} actions={mayEnd && sessions.length > 0 && <EndAll user={user} />}>
      {sessions.length === 0 ? (
        <p className="text-ink-3">Not signed in anywhere.</p>
      ) : (
        <DataTable
          caption={`Sessions of ${user.displayName}`}
          rows={sessions}
          rowKey={({ id }) => id}
          columns={[
            { key: "agent", header: "Browser", cell: ({ userAgent }) => <span title={userAgent ?? undefined}>{browserName(userAgent)}</span>, primary: true },
            { key: "where", header: "Address", cell: ({ sourceAddress }) => sourceAddress ?? "Unknown" },
            { key: "since", header: "Signed in", cell: ({ createdAt }) => <Timestamp value={createdAt} zone={zone} /> },
            { key: "seen", header: "Last used", cell: ({ lastSeenAt }) => <Timestamp value={lastSeenAt} zone={zone} /> },
            ...(mayEnd ? [endColumn(user)] : []),
          ]}
        />
      )}
    </Section>
  );
}

const endColumn = (user: UserDetail) => ({
  key: "end",
  header: "End",
  headerHidden: true,
  cell: (session: OpenSession) => <EndOne user={user} session={session} />,
  className: "text-right",
});

const EndOne = ({ user, session }: { user: UserDetail; session: OpenSession }) => (
  <ActionForm action={endSessionAction}>
    <input type="hidden" name="id" value={user.id} />
    <input type="hidden" name="sessionId" value={session.id} />
    <SubmitButton variant="secondary" size="sm">
      End<VisuallyHidden> the session in {browserName(session.userAgent)}</VisuallyHidden>
    </SubmitButton>
  </ActionForm>
);

const EndAll = ({ user }: { user: UserDetail }) => (
  <ActionForm action={endSessionsAction}>
    <input type="hidden" name="id" value={user.id} />
    <SubmitButton variant="secondary" size="sm" icon="log-out">
      End all
    </SubmitButton>
  </ActionForm>
);
