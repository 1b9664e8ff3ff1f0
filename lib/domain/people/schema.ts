import { z } from "zod";
import { choice, cursorParam, listedId, listHref, roleParam, searchText } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { id, reason, text, version } from "@/lib/platform/operations/input";
import { emailAddress } from "./address";
import { personName } from "./person-name";

export const editUserInput = z.strictObject({ id, version, displayName: personName, email: emailAddress });
/** Every reversible status; terminating is a separate action. */
export const SETTABLE_STATUSES = ["active", "halted", "frozen", "deactivated"] as const;
export const userStatusInput = z.strictObject({ id, version, status: z.enum(SETTABLE_STATUSES, "Choose one of the statuses."), reason });
/** The person's name, typed exactly as shown, so that nobody is terminated by a slip. */
export const terminateUserInput = z.strictObject({ id, version, name: text({ max: 200, label: "The name" }), reason });
export const endSessionInput = z.strictObject({ id, sessionId: id });
export const endSessionsInput = z.strictObject({ id });

export type EditUser = z.infer<typeof editUserInput>;
export type UserStatusChange = z.infer<typeof userStatusInput>;
export type TerminateUser = z.infer<typeof terminateUserInput>;
export type EndSession = z.infer<typeof endSessionInput>;
export type EndSessions = z.infer<typeof endSessionsInput>;

const FILE_SORTS = ["displayName", "email", "createdAt"] as const;
/**
 * People never seen come first in ascending order of `lastSeenAt` and last in descending. Exports do not use
 * this order: people seen during the export would be skipped or repeated.
 */
export const USER_SORTS = [...FILE_SORTS, "lastSeenAt"] as const;

/** Seen within so many days, not for so many days, or never. */
export const SEEN = ["within-7", "within-30", "over-30", "over-90", "never"] as const;

/** Optional columns of the list; by default all but the rarely used ones. */
export const USER_COLUMNS = ["email", "role", "entity", "status", "lastSeenAt", "createdAt", "statusReason"] as const;
export type UserColumn = (typeof USER_COLUMNS)[number];
export const DEFAULT_COLUMNS: readonly UserColumn[] = USER_COLUMNS.filter((column) => column !== "statusReason");

const known = (named: readonly string[]) => USER_COLUMNS.filter((column) => named.includes(column));

/** The known ones of these, in the order of the list; an address writes `columns=email,role`, or a form's check boxes repeat it. */
const columns = z
  .array(z.string(), "Name columns of the list.")
  .max(50, "Name columns of the list.")
  .transform((named) => (known(named).length > 0 ? known(named) : undefined))
  .optional();

export const userFilters = z.strictObject({
  q: searchText,
  role: roleParam,
  status: choice(["active", "halted", "frozen", "deactivated", "terminated"]),
  entity: listedId,
  seen: choice(SEEN),
  directory: choice(["pending"]),
});

export const userListParams = userFilters.extend({
  sort: choice(USER_SORTS),
  direction: choice(["asc", "desc"]),
  columns,
  cursor: cursorParam,
});

export type UserFilters = z.infer<typeof userFilters>;
export type UserListParams = z.infer<typeof userListParams>;

/** The list as a file; always with all columns, because other programs read it too. */
export const exportUsersInput = userFilters.extend({ sort: choice(FILE_SORTS), direction: choice(["asc", "desc"]), format: z.enum(["csv", "jsonl"]) });
export type ExportUsers = z.infer<typeof exportUsersInput>;

/** The parameters as an address carries them. */
export const asQuery = ({ columns, ...rest }: UserListParams): Readonly<Record<string, string | undefined>> => ({ ...rest, columns: columns?.join(",") });

/** A saved list: its address is parsed again, so that only filters, order and columns are kept. */
export const saveViewInput = z.strictObject({
  name: text({ max: 60, label: "The name" }),
  query: z
    .string()
    .max(3_000, "This list cannot be saved.")
    .transform((query) => {
      const { cursor: _, ...params } = searchOf(userListParams, Object.fromEntries(new URLSearchParams(query)));
      return listHref("", asQuery(params)).slice(1);
    }),
});
export const deleteViewInput = z.strictObject({ id });

export type SaveView = z.infer<typeof saveViewInput>;
