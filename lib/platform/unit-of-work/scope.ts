import "server-only";
import type { Caller } from "@/lib/platform/audit/event";
import { insertEvents } from "@/lib/platform/audit/insert";
import { attachJournal, type Journal, journalOf, noteAsked, noteRefusal, openJournal, rowsOf } from "@/lib/platform/audit/journal";
import type { Access } from "@/lib/platform/authz/decide";
import type { Requester } from "@/lib/platform/authz/principal";
import { database } from "@/lib/platform/db/client";
import { asAppError } from "@/lib/platform/db/failures";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { assumeRole, type Identity, transaction } from "@/lib/platform/db/transaction";
import type { Prisma } from "@/lib/platform/db/types";
import { AppError, auditUnavailable, codeOf, type ErrorSubject } from "@/lib/platform/errors";
import { type Actor, assertStanding, isPerson } from "./standing";

/** What a form asks for, and what it says that it is about. */
type Asked = { readonly access: Access; readonly subject: ErrorSubject | undefined };

const SYSTEM: Identity = { role: "portal_system", principal: null };
const ANONYMOUS: Identity = { ...SYSTEM, isAnonymous: true };

/**
 * Runs `work` in one transaction that the database confines to the principal's entity (or, with Global, to all of them).
 * What was decided and changed is written in that transaction before it commits: if that fails, nothing happened and
 * AUDIT_UNAVAILABLE is thrown. If `work` fails, everything rolls back and the decisions, with the refusal that ended it, are written on their own
 * with the error's code. An outage throws UNAVAILABLE. `work` may run more than once. It is for reading; what changes anything runs in
 * `inWriteScope`.
 */
export async function inScope<T>(caller: Caller<Requester>, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  return recorded(caller, action, identityOf(caller), work);
}

/**
 * The same for what changes something. Before anything else the actor's standing is read again under a lock that is held until the
 * end, so that nobody's act commits after they were thrown out. Throws NOT_AUTHORISED or AUTH_EXPIRED where they were, which goes on
 * the record under what is `asked` for.
 */
export async function inWriteScope<T>(actor: Actor, action: string, work: (tx: ScopedTx) => Promise<T>, asked?: Asked): Promise<T> {
  return recorded(actor, action, { ...identityOf(actor), role: "portal_system" }, async (tx) => {
    if (asked) noteAsked(journalOf(tx), asked.access, asked.subject);
    if (isPerson(actor)) await assertStanding(tx, actor);
    await assumeRole(tx, identityOf(actor));
    return work(tx);
  });
}

const identityOf = ({ principal }: Caller<Requester>): Identity => ({ role: principal.global ? "portal_global" : "portal_entity", principal });

async function recorded<T>(caller: Caller<Requester>, action: string, begins: Identity, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  let journal = openJournal(caller, action);
  try {
    const { client } = await database();
    return await transaction(client, begins, async (tx) => {
      // Anew for each attempt: what an attempt that was undone has noted did not happen.
      journal = openJournal(caller, action);
      attachJournal(tx, journal);
      const value = await work(tx as ScopedTx);
      await write(tx, journal, "committed");
      return value;
    });
  } catch (thrown) {
    const error = asAppError(thrown);
    noteRefusal(journal, error);
    // Of what may have been done, with its own record, nothing more is written.
    if (codeOf(error) !== "AUDIT_UNAVAILABLE" && codeOf(error) !== "OUTCOME_UNKNOWN") await writeAlone(journal, codeOf(error));
    throw error;
  }
}

/** Runs `work` in one transaction as `portal_system`. An outage throws UNAVAILABLE. */
export async function inSystem<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
  try {
    const { client } = await database();
    return await transaction(client, SYSTEM, (tx) => work(tx as SystemTx));
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

/**
 * The same for requests of people who are not signed in: with connections and a time limit of their own, so that however many come, they
 * keep nobody from working.
 */
export async function inAnonymousScope<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
  try {
    const { anonymous } = await database();
    return await transaction(anonymous, ANONYMOUS, (tx) => work(tx as SystemTx));
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

/**
 * One reading statement as `portal_system`, written as a template, in a transaction of its own: what every request asks first, at
 * less than `inSystem` costs. An outage throws UNAVAILABLE.
 */
export async function readAsSystem<T>(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<T[]> {
  try {
    const { client } = await database();
    const [, rows] = await client.$transaction([assumeRole(client, SYSTEM), client.$queryRaw<T[]>(statement, ...values)]);
    return rows;
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

const write = (tx: Prisma.TransactionClient, journal: Journal, result: string): Promise<void> => insertEvents(tx, rowsOf(journal, result));

async function writeAlone(journal: Journal, result: string): Promise<void> {
  const decided: Journal = { ...journal, changes: [] };
  if (rowsOf(decided, result).length === 0) return;
  try {
    const { client } = await database();
    await transaction(client, identityOf(journal.caller), (tx) => write(tx, decided, result));
  } catch (error) {
    throw error instanceof AppError ? error : auditUnavailable(error);
  }
}
