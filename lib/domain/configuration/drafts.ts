import "server-only";
import { z } from "zod";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { AppError } from "@/lib/platform/errors";
import type { FieldDifference } from "./difference";
import { conflictsOf, rebased } from "./rebase";
import { assertDraftUnchanged } from "./rules";
import { type ConfigurationContent, draftContent } from "./schema";
import { NEW_DRAFT, type SectionInput, withSection } from "./sections";
import { configurationInForce, getVersion, type Version } from "./versions";

/** A person's draft: visible to its author only, and not recorded until it is proposed. */

type Manage = Grant<"Market.Config.Manage">;

export type Draft = {
  /**
   * The draft's content on the version in force: when that version is newer, with the draft's changes rebased
   * onto it.
   */
  readonly content: ConfigurationContent;
  readonly current: Version;
  /** The number of edits by its author. */
  readonly version: number;
  /** The version it was written on, when a newer one is in force. */
  readonly movedFrom: number | null;
  /** Fields changed both by the draft and by a newer version: the draft wins. */
  readonly conflicts: readonly FieldDifference[];
};

const stored = z.object({ baseNumber: z.int(), content: draftContent, version: z.int() });

/** The person's own draft; null when there is none. */
export async function ownDraft(tx: ScopedTx, grant: Manage): Promise<Draft | null> {
  const row = await tx.configurationDraft.findUnique({ where: { authorId: grant.principal.userId } });
  if (!row) return null;
  const { baseNumber, content, version } = stored.parse(row);
  const current = await versionInForce(tx);
  if (baseNumber === current.number) return { content, current, version, movedFrom: null, conflicts: [] };
  const base = await getVersion(tx, grant, baseNumber);
  if (!base) throw new Error(`There is no version ${baseNumber}.`);
  const rebase = { base: base.content, changed: content, onto: current.content };
  return { content: rebased(rebase), current, version, movedFrom: baseNumber, conflicts: conflictsOf(rebase) };
}

/**
 * The person's own draft at the version shown, locked until the transaction ends. Throws STALE_BASE when there
 * is none.
 */
export async function lockedDraft(tx: ScopedTx, grant: Manage, seen: number): Promise<Draft> {
  await tx.$queryRaw`SELECT author_id FROM configuration_draft WHERE author_id = ${grant.principal.userId}::uuid FOR NO KEY UPDATE`;
  const draft = await ownDraft(tx, grant);
  if (!draft) throw new AppError("STALE_BASE", "You have no draft any more: it was proposed or discarded in another window. Start a new one.");
  assertDraftUnchanged(draft.version, seen);
  return draft;
}

/** Edits one section of the person's draft; the first edit of the version in force creates it. */
export async function editDraft(tx: ScopedTx, grant: Manage, input: SectionInput): Promise<void> {
  const isNew = input.version === NEW_DRAFT;
  if (isNew) await startDraft(tx, grant);
  const draft = await lockedDraft(tx, grant, isNew ? FIRST : input.version);
  const result = withSection(draft.content, input);
  if ("problem" in result) throw new AppError("INVALID_INPUT", `This cannot be used: ${result.problem}.`);
  await tx.configurationDraft.update({
    where: { authorId: grant.principal.userId },
    data: { baseNumber: draft.current.number, content: result.content, version: { increment: 1 }, updatedAt: await databaseTime(tx) },
  });
}

const FIRST = 1;

/** Leaves a draft alone that another window has created. */
async function startDraft(tx: ScopedTx, { principal }: Manage): Promise<void> {
  const { number, content } = await versionInForce(tx);
  await tx.configurationDraft.createMany({ data: [{ authorId: principal.userId, baseNumber: number, content, version: FIRST }], skipDuplicates: true });
}

export async function discardDraft(tx: ScopedTx, grant: Manage, seen: number): Promise<void> {
  await lockedDraft(tx, grant, seen);
  await tx.configurationDraft.delete({ where: { authorId: grant.principal.userId } });
}

/** The version in force. Throws when there is none, because there is nothing to change. */
export async function versionInForce(tx: ScopedTx): Promise<Version> {
  const current = await configurationInForce(tx);
  if (!current) throw new AppError("STALE_BASE", "The market has no configuration yet, so there is nothing to change.");
  return current;
}
