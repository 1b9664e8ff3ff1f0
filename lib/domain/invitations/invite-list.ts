import "server-only";
import { mailServer } from "@/lib/domain/mail/model";
import { invitableRoles } from "@/lib/platform/authz/assignable";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { type RoleKey, roleLabel } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { mailboxOf } from "@/lib/platform/throttle/mailbox";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { noteRefused, type Reason } from "@/lib/platform/unit-of-work/refuse";
import { checkedHash } from "./checked-hash";
import { type SendInvitations, sendAll } from "./commands";
import { type CsvRow, type ListedRow, type RowProblem, readCsv } from "./csv";
import { MOST_ROWS } from "./csv-records";
import { knownAs } from "./existing-user";
import { findExistingUsers, type NewInvitation } from "./insert-invitations";
import { MOST_AT_ONCE, queueList } from "./large-list";
import { linkOf } from "./mail";
import { assertOpenInvitationLimit } from "./open-limit";
import { whyNotInvitable } from "./rules";
import type { CheckInvitationList, SendInvitationList } from "./schema";

/** Enough of a long list to recognise it. */
const MOST_SHOWN = 100;

/**
 * The result of checking a list: who would be invited, who is skipped because they were invited before, and the
 * rows to mend, which stay behind when the others are sent.
 */
export type Checked = {
  readonly csv: string;
  /** Identifies exactly what would be sent; sending names it. */
  readonly hash: string;
  readonly toSend: number;
  /** The first of them. */
  readonly people: readonly ListedRow[];
  /** How many of each role. */
  readonly roles: readonly (readonly [label: string, count: number])[];
  readonly known: readonly RowProblem[];
  readonly problems: readonly RowProblem[];
  readonly notes: readonly string[];
};

export type SentInvitationList = {
  /** The list that a job sends, which has a page of its own; null when it was sent at once. */
  readonly list: string | null;
  readonly sent: number;
  readonly known: readonly RowProblem[];
  /** The rows to mend, as a list of their own; null when there are none. */
  readonly left: { readonly csv: string; readonly rows: readonly RowProblem[] } | null;
  /** The links to pass on by hand when no mail server is set up; null when mail was queued. */
  readonly links: readonly { readonly email: string; readonly link: string }[] | null;
};

type Sorted = {
  readonly wanted: readonly NewInvitation[];
  readonly people: readonly ListedRow[];
  readonly hash: string;
  readonly known: readonly RowProblem[];
  readonly problems: readonly RowProblem[];
  readonly notes: readonly string[];
  readonly only: (lines: ReadonlySet<number>) => string;
};

/** A dry run: parses and checks the list as sending would, and changes nothing. */
export async function checkInvitationList(tx: ScopedTx, grant: SendInvitations, { csv }: CheckInvitationList): Promise<Checked> {
  const { wanted, people, hash, known, problems, notes } = await sortOut(tx, grant, csv);
  await assertOpenInvitationLimit(tx, wanted);
  const counts = new Map<string, number>();
  for (const { role } of wanted) counts.set(roleLabel(role), (counts.get(roleLabel(role)) ?? 0) + 1);
  return { csv, hash, toSend: wanted.length, people: people.slice(0, MOST_SHOWN), roles: [...counts], known, problems, notes };
}

/**
 * Sends exactly what was checked, or nothing: a changed list, or one whose people were invited since, is
 * checked again. Rows that cannot be used are left, to be mended and sent later. A long list is sent in the background, with a result for each row. Throws INVALID_INPUT,
 * ALREADY_INVITED, STALE_BASE, TOO_MANY.
 */
export async function sendInvitationList(tx: ScopedTx, grant: SendInvitations, { csv, checked }: SendInvitationList): Promise<SentInvitationList> {
  const { wanted, hash, known, problems, only } = await sortOut(tx, grant, csv);
  const [first] = problems;
  if (first && wanted.length === 0)
    throw new AppError("INVALID_INPUT", `Nothing was sent: no row can be used, the first in line ${first.line}. Check the list again.`, {
      fieldErrors: { csv: `Line ${first.line}: ${first.message}` },
    });
  if (wanted.length === 0) throw new AppError("ALREADY_INVITED", "Everybody in this list is invited or a user already. Nothing was sent.");
  if (hash !== checked) throw notAsChecked("This is not the list that was checked, or somebody else invited people of it in between.");
  const left = first ? { csv: only(new Set(problems.map(({ line }) => line))), rows: problems } : null;
  if (wanted.length > MOST_AT_ONCE) return { list: (await queueList(tx, grant, wanted)).id, sent: 0, known, left, links: null };
  const sent = await sendAll(tx, grant, wanted);
  if (sent.length !== wanted.length) throw notAsChecked("Somebody else invited people of this list at the same moment.");
  const links = mailServer() ? null : sent.map(({ email, token }) => ({ email, link: linkOf(token) }));
  return { list: null, sent: sent.length, known, left, links };
}

const notAsChecked = (what: string): AppError =>
  new AppError("STALE_BASE", `${what} Nothing was sent. Check the list again, then send it.`, { fieldErrors: { csv: "Check this list again." } });

async function sortOut(tx: ScopedTx, grant: SendInvitations, csv: string): Promise<Sorted> {
  const withEntity = grantIf(tx, "Invitations.Send", EVERY_ENTITY) !== null;
  const read = readCsv(csv, { withEntity, roles: invitableRoles(grant.principal) });
  const entities = withEntity ? await entitiesFor(tx, read.rows) : null;
  const problems = [...read.problems];
  const open: { row: CsvRow; wanted: NewInvitation }[] = [];
  const refused = new Map<RoleKey, { readonly reason: Reason; readonly emails: string[] }>();
  for (const row of read.rows) {
    const entityId = entities ? entities.get(row.entity) : grant.principal.entity.id;
    const refusal = entityId ? whyNotInvitable(grant.principal, row.role) : null;
    if (refusal && !refused.get(row.role)?.emails.push(row.email)) refused.set(row.role, { reason: refusal, emails: [row.email] });
    const message = entityId ? refusal?.message : entityProblem(row.entity);
    if (message) problems.push({ ...listed(row), message });
    else if (entityId) open.push({ row, wanted: { entityId, email: row.email, name: row.name, role: row.role, comesBack: false } });
  }
  for (const { reason, emails } of refused.values()) noteRefusedRows(grant, reason, emails);
  const found = await findExistingUsers(
    tx,
    open.map(({ wanted }) => wanted),
  );
  const known = new Map(found.map((one) => [`${one.entityId} ${one.email}`, knownAs(one)]));
  const why = ({ entityId, email }: NewInvitation) => known.get(`${entityId} ${email.toLowerCase()}`);
  const fresh = open.filter(({ wanted }) => !why(wanted));
  const crowded = crowding(fresh.map(({ row }) => row));
  const tooMany = new Set(crowded.map(({ line }) => line));
  const ready = fresh.filter(({ row }) => !tooMany.has(row.line));
  const wanted = ready.map((one) => one.wanted);
  return {
    wanted,
    people: ready.map(({ row }) => listed(row)),
    hash: checkedHash(wanted),
    notes: read.notes,
    known: open.flatMap(({ row, wanted }) => (why(wanted) ? [{ ...listed(row), message: why(wanted) ?? "" }] : [])),
    problems: [...problems, ...crowded].toSorted((a, b) => a.line - b.line),
    only: read.only,
  };
}

const listed = ({ role, ...row }: CsvRow): ListedRow => ({ ...row, role: roleLabel(role) });

/** Rows beyond the hourly limit of one mailbox: such a list can never be sent. */
function crowding(rows: readonly CsvRow[]): RowProblem[] {
  const { most } = LIMITS.lettersFromEntity;
  const letters = new Map<string, number>();
  return rows.flatMap((row) => {
    const mailbox = mailboxOf(row.email);
    const count = (letters.get(mailbox) ?? 0) + 1;
    letters.set(mailbox, count);
    return count > most
      ? [{ ...listed(row), message: `${most} rows above are for ${mailbox} as well, and a mailbox gets ${most} letters an hour at most.` }]
      : [];
  });
}

/** One decision per entity of the list; a code the caller may not invite into resolves to nothing. */
async function entitiesFor(tx: ScopedTx, rows: readonly CsvRow[]): Promise<ReadonlyMap<string, string>> {
  const codes = [...new Set(rows.map(({ entity }) => entity))].slice(0, MOST_ROWS);
  const found = await tx.entity.findMany({ where: { code: { in: codes }, status: "active" }, select: { id: true, code: true } });
  for (const { id } of found) authorize(tx, "Invitations.Send", { entityId: id });
  return new Map(found.map(({ id, code }) => [code, id]));
}

const entityProblem = (code: string): string =>
  code ? `“${code.slice(0, 20)}” is no active entity. Use the code that the list of entities shows.` : "It names no entity.";

/**
 * Refuses roles the caller may not give, as for a single invitation: recorded once per role, with the number of
 * rows.
 */
function noteRefusedRows(grant: SendInvitations, reason: Reason, [first = "", ...more]: readonly string[]): void {
  const label = more.length > 0 ? `${first} and ${more.length.toLocaleString("en-NZ")} more of a list` : first;
  noteRefused(grant, reason, { type: "invitation", id: first, label, entityId: grant.principal.entity.id });
}
