import "server-only";
import type { Caller } from "@/lib/audit/event";
import { insertEvents } from "@/lib/audit/insert";
import { attachJournal, type Journal, noteRefusal, openJournal, rowsOf } from "@/lib/audit/journal";
import type { Principal } from "@/lib/authz/principal";
import { AppError, auditUnavailable, codeOf } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { database } from "./client";
import { asAppError } from "./failures";

declare const scoped: unique symbol;

/** A transaction that runs as one of the portal's restricted roles, for one principal. Only this file mints it. */
export type ScopedTx = Prisma.TransactionClient & { readonly [scoped]: "principal" };
/** A transaction for sign-in, sessions and the command line, before there is a principal. Only this file mints it. */
export type SystemTx = Prisma.TransactionClient & { readonly [scoped]: "system" };

type DatabaseRole = "portal_entity" | "portal_global" | "portal_system";

/** Milliseconds to wait for a connection, and for the transaction as a whole. */
const LIMITS = { maxWait: 5_000, timeout: 15_000 };

/**
 * Runs `work` in one transaction that the database confines to the principal's entity (or, with Global, to all of them).
 * What was decided and changed is written in that transaction before it commits: if that fails, nothing happened and
 * AUDIT_UNAVAILABLE is thrown. If `work` fails, everything rolls back and the decisions, with the refusal that ended it, are written on their own
 * with the error's code. An outage throws UNAVAILABLE.
 */
export async function inScope<T>(caller: Caller, action: string, work: (tx: ScopedTx) => Promise<T>): Promise<T> {
  const journal = openJournal(caller, action);
  const role = caller.principal.global ? "portal_global" : "portal_entity";
  try {
    return await transaction(role, caller.principal, async (client) => {
      const tx = client as ScopedTx;
      attachJournal(tx, journal);
      const value = await work(tx);
      await write(tx, journal, "committed");
      return value;
    });
  } catch (thrown) {
    const error = asAppError(thrown);
    noteRefusal(journal, error);
    if (codeOf(error) !== "AUDIT_UNAVAILABLE") await writeAlone(role, journal, codeOf(error));
    throw error;
  }
}

/** Runs `work` in one transaction as `portal_system`. An outage throws UNAVAILABLE. */
export async function inSystem<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
  try {
    return await transaction("portal_system", null, (client) => work(client as SystemTx));
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
    const [, rows] = await client.$transaction([become(client, "portal_system", null), client.$queryRaw<T[]>(statement, ...values)]);
    return rows;
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

async function transaction<T>(role: DatabaseRole, principal: Principal | null, work: (client: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const { client } = await database();
  return client.$transaction(async (tx) => {
    await become(tx, role, principal);
    return work(tx);
  }, LIMITS);
}

/** The first statement of every transaction. All three hold for it alone; policies read them, so nothing runs before this. */
const become = (tx: Prisma.TransactionClient, role: DatabaseRole, principal: Principal | null) =>
  tx.$executeRaw`SELECT set_config('role', ${role}, true), set_config('portal.user', ${principal?.userId ?? ""}, true), set_config('portal.entity', ${principal?.entity.id ?? ""}, true)`;

const write = (tx: Prisma.TransactionClient, journal: Journal, result: string): Promise<void> => insertEvents(tx, rowsOf(journal, result));

async function writeAlone(role: DatabaseRole, journal: Journal, result: string): Promise<void> {
  const decided: Journal = { ...journal, changes: [] };
  if (rowsOf(decided, result).length === 0) return;
  try {
    await transaction(role, journal.caller.principal, (tx) => write(tx, decided, result));
  } catch (error) {
    throw error instanceof AppError ? error : auditUnavailable(error);
  }
}
