import { isPermission, permissionInfo } from "@/lib/platform/authz/permissions";
import type { AuditEvent } from "@/lib/platform/db/types";
import { idOfUser } from "@/prisma/seed/world";
import type { ActionLine } from "./registry.run";
import { PERSONS, type PersonKey, REASONS } from "./registry.tables";
import { changedRows, type Rows } from "./stored-rows";

/** What a mark of the registry's tables says of the outcome, the record and the rows, whatever the way in. */

export const idOf = (person: PersonKey): string | null => (PERSONS[person] === null ? null : idOfUser(PERSONS[person]));

export const reasonFor = (mark: string): string | undefined => Object.entries(REASONS).find(([letter]) => letter === mark)?.[1];

export const outcomeFor = (mark: string): string =>
  ({ "●": "done", "→": "AUTH_EXPIRED", I: "INVALID_INPUT", X: "ILLEGAL_TRANSITION" })[mark] ?? "NOT_AUTHORISED";

/** Ends what the others need, so it comes last. */
export const SIGN_OUT = "session.signOut";
/** Comes before everything that was given up is tried again. */
export const RETRY_ONE = "directory.retry";
/** Comes after the differences are settled: once a worker has compared anew, those before cannot be. */
export const COMPARE = "directory.compare";

export const factsOf = ({ outcome, purpose, reasonCode, permission, action, actorUserId }: AuditEvent) => ({
  outcome,
  purpose,
  reasonCode,
  permission,
  action,
  actorUserId,
});

const isAudited = (need = ""): boolean => isPermission(need) && permissionInfo(need).audited === true;

type Refused = { readonly line: ActionLine; readonly mark: string; readonly person: PersonKey; readonly decisions: number };

/** The decisions about access that are on the record of an action that was refused; `decisions` is how often its permission is decided. */
export function accessOf({ line, mark, person, decisions }: Refused) {
  const common = { purpose: "access", permission: line.needs[0], action: line.action, actorUserId: idOf(person) };
  const denied = (reasonCode: string) => ({ ...common, outcome: "deny", reasonCode });
  const reasonCode = reasonFor(mark);
  if (reasonCode) return [denied(reasonCode)];
  const granted =
    "NX".includes(mark) && isAudited(line.needs[0]) ? Array.from({ length: decisions }, () => ({ ...common, outcome: "grant", reasonCode: null })) : [];
  return mark === "N" ? [...granted, denied("NOT_AUTHORISED")] : granted;
}

const isId = (id: string | undefined) => id !== undefined && /^[0-9a-f-]{36}$/i.test(id);

/** Whether a row of the record says what it is about, and that it is what the form named, where it named anything. */
export const isAbout =
  (id: string | undefined) =>
  ({ targetType, targetId }: AuditEvent): boolean =>
    // What is no id names nothing.
    !isId(id) || (targetType !== null && targetId === id);

/** How many rows of each table are in the second and not in the first: a changed row is in neither as it is in the other. */
export function tally(first: Rows, second: Rows): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const row of changedRows(first, second)) {
    const table = row.slice(0, row.indexOf(":"));
    // Differences and guests are written by jobs, whenever they come by.
    if (table !== "directory_drift" && table !== "directory_guest") counts[table] = (counts[table] ?? 0) + 1;
  }
  return counts;
}

/** What all granted actions together leave, by table; as much as the table of actions has marks for. */
export const ADDED = {
  bulk_row: 3,
  bulk_run: 3,
  configuration_draft: 2,
  counterparty: 5,
  directory_comparison: 1,
  directory_write: 20,
  documentation_note: 5,
  documentation_status: 5,
  entity: 5,
  invitation: 9,
  job: 8,
  mail_message: 29,
  market_transition: 1,
  portal_user: 8,
  role_grant: 1,
  role_request: 6,
  saved_view: 4,
  support_message: 4,
  support_request: 15,
};

/** Rows as they were before somebody changed or deleted them. */
export const GONE = {
  counterparty: 4,
  directory_write: 3,
  documentation_note: 5,
  documentation_status: 5,
  entity: 4,
  invitation: 3,
  job: 4,
  mail_message: 1,
  portal_user: 8,
  role_request: 3,
  support_request: 3,
};
