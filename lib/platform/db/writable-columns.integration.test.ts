import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/testing/databases";
import type { Database } from "./client";

/** The columns each database role may write, by hand: a new column shows up here before anybody can write it. */

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** table  roles  columns */
const UPDATABLE = `
  bulk_row  entity,global  code done_at message state
  bulk_run  entity,global  total
  configuration_draft  entity,global  author_id base_number content updated_at version
  configuration_proposal  entity,global  applied_number decided_at decider_email decider_id decider_name decider_oid decision_reason settled_at state
  configuration_proposal  system  applied_number decision_reason settled_at state
  counterparty  global,system  code entity_id legal_name short_name status
  directory_comparison  global  finished_at last_error state
  directory_comparison  system  compared finished_at last_error state strangers
  directory_drift  global  settled_at settled_by settled_towards
  directory_write  entity,global  attempts last_error next_attempt_at queued_at state
  directory_guest  system  address created_at oid
  directory_write  system  address attempts claimed_by claimed_until done_at given_up_at invitation_id last_error next_attempt_at person queued_at state urgency user_id
  documentation_note  entity,global,system  edited_at edited_by_id edited_by_name notes remind_on version
  documentation_status  entity,global,system  set_at status
  entity  global,system  legal_name short_name status status_reason updated_at version
  invitation  entity,global  comes_back expires_at revoked_at sender_id sent_at state token_hash
  invitation  system  accepted_at accepter_id comes_back revoked_at state
  mail_message  entity,global  attempts last_error next_attempt_at sealed state
  mail_message  system  attempts claimed_by claimed_until invitation_id last_error next_attempt_at sealed sent_at state
  invite_list_row  entity,global  code done_at invitation_id message state
  job  entity  done_at last_error state
  job  global  attempts done_at last_error next_attempt_at state
  job  system  attempts claimed_by claimed_until done done_at last_error next_attempt_at reached state total
  market_session  entity,global  configuration next_at resets since state through version
  market_session  system  configuration id next_at resets since state through version
  portal_process  system  clock_offset last_seen_at name node started_at version
  presence  system  last_seen_at
  portal_user  entity,global  authz_version base_global base_role display_name email global role role_ends_at status status_reason updated_at version
  portal_user  system  authz_version base_global base_role display_name email global login returned_at role role_ends_at status status_reason updated_at version
  refused_sign_in  system  count
  role_grant  entity,global  ended_at
  role_grant  system  announce_at announced_at ended_at
  role_request  entity,global,system  decided_at decided_by_id decided_by_name decision_reason state
  session  entity,global  end_reason ended_at
  session  system  end_reason ended_at last_seen_at
  support_request  entity,global,system  state updated_at version
  throttle  entity,global,system  count ends_at
`;

/** Columns that people cannot set on insert: they belong to a worker, to another person, or to the database. */
const NOT_INSERTED_BY_PEOPLE = `
  audit_event  at position schema_version xid
  bulk_row  code done_at message
  configuration_proposal  applied_number decided_at decider_email decider_id decider_name decider_oid decision_reason settled_at
  directory_write  attempts claimed_by claimed_until created_at done_at given_up_at last_error next_attempt_at position queued_at state
  invitation  accepted_at accepter_id revoked_at
  invite_list_row  code done_at invitation_id message state
  job  attempts claimed_by claimed_until done done_at last_error next_attempt_at position queued_at reached state
  mail_message  attempts claimed_by claimed_until created_at last_error next_attempt_at sent_at state
  market_transition  at
  role_grant  announced_at ended_at
  role_request  decided_at decided_by_id decided_by_name decision_reason
`;

const table = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/))
    .toSorted();

type Privileges = { readonly table: string; readonly role: string; readonly may: string; readonly not: string };

const privileges = (command: "INSERT" | "UPDATE") =>
  database.client.$queryRawUnsafe<Privileges[]>(`
    SELECT c.relname AS table, replace(role, 'portal_', '') AS role,
      coalesce(string_agg(a.attname, ' ' ORDER BY a.attname COLLATE "C") FILTER (WHERE has_column_privilege(role, c.oid, a.attnum, '${command}')), '') AS may,
      coalesce(string_agg(a.attname, ' ' ORDER BY a.attname COLLATE "C") FILTER (WHERE NOT has_column_privilege(role, c.oid, a.attnum, '${command}')), '') AS not
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '', unnest(ARRAY['portal_entity', 'portal_global', 'portal_system']) role
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1, 2 ORDER BY 1, 2`);

/** Roles with the same rights share one line. */
function grouped(rows: readonly { table: string; role: string; columns: string }[]): string[][] {
  const roles = new Map<string, string[]>();
  for (const { table, role, columns } of rows) {
    const key = `${table}  ${columns}`;
    roles.set(key, [...(roles.get(key) ?? []), role]);
  }
  return [...roles].map(([key, names]) => {
    const [name = "", columns = ""] = key.split("  ");
    return [name, names.join(","), columns];
  });
}

test("each role may update exactly these columns", async () => {
  const rows = (await privileges("UPDATE")).flatMap(({ table, role, may }) => (may ? [{ table, role, columns: may }] : []));
  expect(grouped(rows).toSorted()).toEqual(table(UPDATABLE));
});

test("people insert rows without the columns they may not set", async () => {
  const rows = (await privileges("INSERT")).filter(({ role, may, not }) => role === "entity" && may && not);
  expect(rows.map(({ table, not }) => [table, not]).toSorted()).toEqual(table(NOT_INSERTED_BY_PEOPLE));
});
