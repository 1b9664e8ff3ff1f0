import type { Column } from "@/components/portal/data-table";
import { Timestamp } from "@/components/portal/timestamp";
import { UserStatusBadge } from "@/components/portal/user-status";
import type { UserRow } from "@/lib/domain/people";
import { DEFAULT_COLUMNS, USER_COLUMNS, USER_SORTS, type UserColumn } from "@/lib/domain/people/model";
import type { DirectoryState } from "@/lib/domain/write-queue";
import { PendingBadge } from "./directory";
import { LastSeen } from "./last-seen";
import { RoleName } from "./role-name";

export const COLUMN_LABELS: Readonly<Record<UserColumn, string>> = {
  email: "E-mail",
  role: "Role",
  entity: "Entity",
  status: "Status",
  lastSeenAt: "Last seen",
  createdAt: "Joined",
  statusReason: "Reason for the status",
};

const SORTS: readonly string[] = USER_SORTS;
const CARD: readonly UserColumn[] = ["role", "status", "entity"];

/** The available columns; without the entity when all users belong to one. */
export const columnsOffered = (everyEntity: boolean): readonly UserColumn[] => USER_COLUMNS.filter((column) => everyEntity || column !== "entity");

type Look = {
  readonly chosen: readonly UserColumn[] | undefined;
  readonly zone: string;
  readonly now: Date;
  readonly everyEntity: boolean;
  readonly directory: ReadonlyMap<string, DirectoryState>;
};

/** The id of the form that the checkboxes belong to. */
export const SELECTION = "selected-users";

export function userColumns({ chosen = DEFAULT_COLUMNS, zone, now, everyEntity, directory }: Look): readonly Column<UserRow>[] {
  const cells: Readonly<Record<UserColumn, (user: UserRow) => React.ReactNode>> = {
    email: (user) => user.email,
    role: (user) => <RoleName role={user.role} global={user.global} />,
    entity: (user) => user.entity.shortName,
    status: (user) => <Standing user={user} directory={directory.get(user.id)} />,
    lastSeenAt: (user) => <LastSeen at={user.lastSeenAt} now={now} zone={zone} />,
    createdAt: (user) => <Timestamp value={user.createdAt} zone={zone} />,
    statusReason: (user) => user.statusReason ?? <span className="text-ink-3">—</span>,
  };
  return [
    { key: "displayName", header: "Name", cell: (user) => user.displayName, sort: true, primary: true },
    ...columnsOffered(everyEntity)
      .filter((column) => chosen.includes(column))
      .map((column) => ({ key: column, header: COLUMN_LABELS[column], cell: cells[column], sort: SORTS.includes(column), card: CARD.includes(column) })),
  ];
}

const Standing = ({ user, directory }: { user: UserRow; directory: DirectoryState | undefined }) => (
  <span className="inline-flex flex-wrap gap-1">
    <UserStatusBadge status={user.status} />
    {directory && <PendingBadge state={directory} />}
  </span>
);
