import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import type { Column } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { type WriteRow, writeListQuery } from "@/lib/domain/directory";
import { WRITE_STATES as STATES } from "@/lib/domain/directory/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import type { PagePath } from "@/lib/platform/local-path";
import { searchOf } from "@/lib/platform/operations/decode";
import { DirectoryTabs } from "./_components/directory-tabs";
import { WRITE_STATES, WriteState, writeText } from "./_components/words";
import { retryFailedWritesAction, retryWriteAction } from "./actions";

export const metadata: Metadata = { title: "Directory" };

const PATH = "/admin/directory";
const OPTIONS = [{ value: "", label: "Pending and failed" }, ...STATES.map((value) => ({ value, label: WRITE_STATES[value].label }))];

export default async function DirectoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(writeListQuery.input, await searchParams);
  const { page, failed } = await openPage(writeListQuery, params);
  const { zone } = await preferences();

  return (
    <ListPage
      title="Directory"
      description="Changes waiting to be written to Microsoft Entra ID. Until they are, the portal’s value applies."
      actions={
        failed && (
          <ActionForm action={retryFailedWritesAction}>
            <SubmitButton>Retry all failed</SubmitButton>
          </ActionForm>
        )
      }
      before={<DirectoryTabs current={PATH} />}
      path={PATH}
      params={params}
      selects={[{ name: "state", label: "State", value: params.state ?? "", options: OPTIONS }]}
      page={page}
      of="changes"
      caption="Queued directory writes"
      rowKey={(write) => write.id}
      rowHref={personHref}
      columns={columns(zone)}
      none={
        <EmptyState kind="none" title="The directory is up to date">
          Changes to roles, Global and sign-in access appear here until Entra ID accepts them.
        </EmptyState>
      }
      noMatch="No change is in this state"
    />
  );
}

function personHref({ userId, invitationId }: WriteRow): PagePath | undefined {
  if (userId) return `/admin/users/${userId}`;
  return invitationId ? `/admin/invitations/${invitationId}` : undefined;
}

const columns = (zone: string): readonly Column<WriteRow>[] => [
  { key: "person", header: "Person", cell: (write) => write.person, primary: true },
  { key: "entity", header: "Entity", cell: (write) => write.entity },
  { key: "what", header: "What", cell: writeText, card: true },
  { key: "state", header: "State", cell: (write) => <WriteState state={write.state} />, card: true },
  { key: "since", header: "Since", cell: (write) => <Timestamp value={write.createdAt} zone={zone} /> },
  { key: "attempts", header: "Attempts", cell: (write) => write.attempts, numeric: true },
  { key: "error", header: "Last error", cell: (write) => write.lastError, className: "max-w-measure break-words" },
  { key: "next", header: "Next attempt", cell: (write) => <NextAttempt write={write} zone={zone} /> },
  { key: "retry", header: "Retry", headerHidden: true, cell: (write) => <Retry write={write} /> },
];

function NextAttempt({ write, zone }: { write: WriteRow; zone: string }) {
  if (write.state === "failed") return "Given up";
  if (write.doneAt) return <Timestamp value={write.doneAt} zone={zone} />;
  return write.state === "pending" && write.attempts > 0 ? <Timestamp value={write.nextAttemptAt} zone={zone} /> : null;
}

function Retry({ write }: { write: WriteRow }) {
  if (write.state !== "failed" && (write.state !== "pending" || write.attempts === 0)) return null;
  return (
    <ActionForm action={retryWriteAction}>
      <input type="hidden" name="id" value={write.id} />
      <SubmitButton variant="secondary" size="sm" aria-label={`Retry now: ${write.person}, ${writeText(write)}`}>
        Retry now
      </SubmitButton>
    </ActionForm>
  );
}
