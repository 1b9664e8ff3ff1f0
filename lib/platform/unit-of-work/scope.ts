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
import { type Actor, assertAccount, assertStanding, isPerson, type UserActor } from "./standing";

/** What a request asks for, and the subject it names. */
type Asked = { readonly access: Access; readonly subject: ErrorSubject | undefined };

const SYSTEM: Identity = { role: "portal_system", principal: null };
const ANONYMOUS: Identity = { ...SYSTEM, isAnonymous: true };

/**
 * Runs `work` in one transaction that the database confines to the principal's entity (with Global, to all of
 * them). Decisions and changes are recorded in that transaction before it commits; if that fails, everything
 * rolls back and AUDIT_UNAVAILABLE is thrown. If `work` fails, everything rolls back and its decisions, with
 * the refusal that ended it, are recorded separately under the error's code. An outage throws UNAVAILABLE.
 * `work` may run more than once. For reads; writes use `inWriteScope`.
 */
export async function inScope<T>(caller: Caller<Requester>, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  return recorded(caller, action, identityOf(caller), work);
}

/**
 * The same for writes. Before anything else it reads the actor's standing again under a lock that is held until
 * the end, so no act commits after its actor was shut out. Throws NOT_AUTHORISED or AUTH_EXPIRED for such an
 * actor, recorded under what was `asked` for.
 */
export async function inWriteScope<T>(actor: Actor, action: string, work: (tx: ScopedTx) => Promise<T>, asked?: Asked): Promise<T> {
  return recorded(actor, action, { ...identityOf(actor), role: "portal_system" }, async (tx) => {
    if (asked) noteAsked(journalOf(tx), asked.access, asked.subject);
    if (isPerson(actor)) await assertStanding(tx, actor);
    await assumeRole(tx, identityOf(actor));
    return work(tx);
  });
}

/** What goes before and after the work of a job, as `portal_system` and in its transaction. */
type Settling<T> = {
  readonly begin: (tx: SystemTx) => Promise<void>;
  readonly work: (tx: ScopedTx) => Promise<T>;
  readonly end: (tx: SystemTx, value: T) => Promise<void>;
};

/**
 * The same for one step of a job that a person asked for: they need no session, so `begin` proves instead that the
 * job is still to be done, and `end` records how far it got. Throws `StandingChanged` when the person is not as
 * they were when the step began.
 */
export async function inScopeOfAsker<T>(actor: UserActor, action: string, { begin, work, end }: Settling<T>): Promise<void> {
  const asSystem: Identity = { ...identityOf(actor), role: "portal_system" };
  return recorded(actor, action, asSystem, async (tx) => {
    const plain: Prisma.TransactionClient = tx;
    await assertAccount(plain, actor);
    await begin(plain as SystemTx);
    await assumeRole(plain, identityOf(actor));
    const value = await work(tx);
    await assumeRole(plain, asSystem);
    await end(plain as SystemTx, value);
  });
}

const identityOf = ({ principal }: Caller<Requester>): Identity => ({ role: principal.global ? "portal_global" : "portal_entity", principal });

async function recorded<T>(caller: Caller<Requester>, action: string, begins: Identity, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  let journal = openJournal(caller, action);
  try {
    const { client } = await database();
    return await transaction(client, begins, async (tx) => {
      // A new record for each attempt: what a rolled-back attempt noted did not happen.
      journal = openJournal(caller, action);
      attachJournal(tx, journal);
      const value = await work(tx as ScopedTx);
      await write(tx, journal, "committed");
      return value;
    });
  } catch (thrown) {
    const error = asAppError(thrown);
    noteRefusal(journal, error);
    // The commit may have happened, with its own record, so nothing more is written.
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
 * The same for anonymous requests: with their own connections and time limit, so a flood of them keeps nobody
 * from working.
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
 * Runs one read as `portal_system`, written as a template, in its own transaction. Every request starts with
 * one, and this costs less than `inSystem`. An outage throws UNAVAILABLE.
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
