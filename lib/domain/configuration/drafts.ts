import "server-only";
import { z } from "zod";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import { AppError } from "@/lib/platform/errors";
import type { FieldDifference } from "./difference";
import { configurationInForce, getVersion, type Version } from "./queries";
import { conflictsOf, rebased } from "./rebase";
import { assertDraftUnchanged } from "./rules";
import { type ConfigurationContent, draftContent } from "./schema";
import { NEW_DRAFT, type SectionInput, withSection } from "./sections";

/** What a person is still writing: theirs alone, and on nobody's record until they propose it. */

type Manage = Grant<"Market.Config.Manage">;

export type Draft = {
  /** What the draft says, on the version in force: where that one is later than the draft, with the draft's changes made to it. */
  readonly content: ConfigurationContent;
  readonly current: Version;
  /** Counts what its author did to it. */
  readonly version: number;
  /** The version that it was written on, where another came into force since. */
  readonly movedFrom: number | null;
  /** Fields that the draft and a later version both changed: what the draft says counts. */
  readonly conflicts: readonly FieldDifference[];
};

const stored = z.object({ baseNumber: z.int(), content: draftContent, version: z.int() });

/** One's own draft; null where there is none. */
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

/** One's own draft as it was shown, locked until the transaction ends. Throws STALE_BASE where there is none. */
export async function lockedDraft(tx: ScopedTx, grant: Manage, seen: number): Promise<Draft> {
  await tx.$queryRaw`SELECT author_id FROM configuration_draft WHERE author_id = ${grant.principal.userId}::uuid FOR NO KEY UPDATE`;
  const draft = await ownDraft(tx, grant);
  if (!draft) throw new AppError("STALE_BASE", "You have no draft any more: it was proposed or discarded in another window. Start a new one.");
  assertDraftUnchanged(draft.version, seen);
  return draft;
}

/** Changes one section of one's draft; the first change of the version in force makes the draft. */
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

/** A draft that another window has started stays as it is. */
async function startDraft(tx: ScopedTx, { principal }: Manage): Promise<void> {
  const { number, content } = await versionInForce(tx);
  await tx.configurationDraft.createMany({ data: [{ authorId: principal.userId, baseNumber: number, content, version: FIRST }], skipDuplicates: true });
}

export async function discardDraft(tx: ScopedTx, grant: Manage, seen: number): Promise<void> {
  await lockedDraft(tx, grant, seen);
  await tx.configurationDraft.delete({ where: { authorId: grant.principal.userId } });
}

/** The version in force. Throws where there is none: then there is nothing to change. */
export async function versionInForce(tx: ScopedTx): Promise<Version> {
  const current = await configurationInForce(tx);
  if (!current) throw new AppError("STALE_BASE", "The market has no configuration yet, so there is nothing to change.");
  return current;
}
