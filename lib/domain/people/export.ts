import "server-only";
import { record } from "@/lib/platform/audit/record";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { BYTE_ORDER_MARK, csvOf } from "@/lib/platform/lists/csv";
import type { Step } from "@/lib/platform/operations/step";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { type Exported, usersExported, usersExportStarted } from "./audit-events";
import { filtersOnRecord } from "./filters";
import type { ExportUsers, UserListParams } from "./schema";
import { type EntityNames, listUsers, type UserRow } from "./users";

/** Rows per transaction: enough for the database to be quick, few enough to release locks soon. */
const BATCH = 250;

const HEADINGS = ["Id", "Name", "E-mail", "Role", "Global", "Entity code", "Entity", "Status", "Reason for the status", "Last seen", "Joined"];

const valuesOf = (user: UserRow): readonly string[] => [
  user.id,
  user.displayName,
  user.email,
  user.role,
  user.global ? "yes" : "no",
  user.entity.code,
  user.entity.shortName,
  user.status,
  user.statusReason ?? "",
  user.lastSeenAt?.toISOString() ?? "",
  user.createdAt.toISOString(),
];

const jsonLine = ({ id, displayName, email, role, global, entity, status, statusReason, lastSeenAt, createdAt }: UserRow): string =>
  `${JSON.stringify({ id, name: displayName, email, role, global, entity: { code: entity.code, name: entity.shortName }, status, statusReason, lastSeenAt, joinedAt: createdAt })}\n`;

const FORMATS = {
  csv: { head: `${BYTE_ORDER_MARK}${csvOf([HEADINGS])}`, text: (rows: readonly UserRow[]) => csvOf(rows.map(valuesOf)) },
  jsonl: { head: "", text: (rows: readonly UserRow[]) => rows.map(jsonLine).join("") },
} as const;

/**
 * Exports exactly the people in the list with these filters and order, in batches, each as of its own moment.
 * Recorded before the first byte is sent, and again at the end with the number of rows sent, complete or not.
 */
export async function* exportedUsers({ input, step }: { input: ExportUsers; step: Step<"Users.View"> }): AsyncGenerator<string, void> {
  const { format, ...filters } = input;
  const { head, text } = FORMATS[format];
  const exported = await step(async ({ tx, grant }) => {
    const taken: Exported = { people: await filtersOnRecord(tx, filters), format };
    record(tx, grant, usersExportStarted(grant, taken));
    return taken;
  });
  const names: EntityNames = new Map();
  let rows = 0;
  let cursor: string | null | undefined;
  try {
    yield head;
    while (cursor !== null) {
      const params: UserListParams = { ...filters, cursor };
      const page = await step(({ tx, grant }) => listUsers(tx, grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant, params, { size: BATCH, names }));
      rows += page.rows.length;
      cursor = page.next;
      yield text(page.rows);
    }
  } finally {
    const complete = cursor === null;
    await step(async ({ tx, grant }) => record(tx, grant, usersExported(grant, exported, { rows, complete })));
  }
}
