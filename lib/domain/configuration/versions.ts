import "server-only";
import { z } from "zod";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationVersion } from "@/lib/platform/db/types";
import { PAGE_SIZE, type Page } from "@/lib/platform/lists/keyset";
import { listedNumber } from "@/lib/platform/lists/params";
import { type ConfigurationContent, configurationContent } from "./schema";

/** The market has one configuration: the grant proves the right to read it, and narrows nothing. */
type ReadConfiguration = Grant<"Market.Config.View"> | Grant<"Market.Config.Manage">;

export type VersionRow = Pick<ConfigurationVersion, "number" | "hash" | "note" | "authorName" | "appliedAt">;
export type Version = VersionRow & { readonly content: ConfigurationContent };

const ROW = { number: true, hash: true, note: true, authorName: true, appliedAt: true } as const;

/** Where a page of versions starts: at the first one older, or the last one newer, than this number. */
export const versionListParams = z.strictObject({ older: listedNumber, newer: listedNumber });

export type VersionListParams = z.infer<typeof versionListParams>;

/** One page of versions, the newest first. `next` and `previous` are the numbers for `older` and `newer`. */
export async function listVersions(tx: ScopedTx, grant: ReadConfiguration, { older, newer }: VersionListParams): Promise<Page<VersionRow>> {
  assertGrantOf(tx, grant);
  const back = newer !== undefined;
  const found = await tx.configurationVersion.findMany({
    where: { number: back ? { gt: newer } : older !== undefined ? { lt: older } : {} },
    orderBy: { number: back ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    select: ROW,
  });
  const more = found.length > PAGE_SIZE;
  const kept = found.slice(0, PAGE_SIZE);
  const rows = back ? kept.toReversed() : kept;
  const [hasNext, hasPrevious] = back ? [true, more] : [more, older !== undefined];
  return { rows, next: hasNext ? numberOf(rows.at(-1)) : null, previous: hasPrevious ? numberOf(rows[0]) : null };
}

const numberOf = (row: VersionRow | undefined): string | null => (row ? String(row.number) : null);

/**
 * The version in force, for readers of the configuration. Null while there is none. Throws like
 * `configurationInForce`.
 */
export function currentVersion(tx: ScopedTx, grant: ReadConfiguration): Promise<Version | null> {
  assertGrantOf(tx, grant);
  return configurationInForce(tx);
}

/**
 * The version in force: the latest. For the market's own use (its session, its support desk), without a reader.
 * Null while there is none. Throws when the stored content is not a valid configuration.
 */
export async function configurationInForce(tx: ScopedTx | SystemTx): Promise<Version | null> {
  return withContent(await tx.configurationVersion.findFirst({ orderBy: { number: "desc" }, select: { ...ROW, content: true } }));
}

/** One version; null when the number does not exist. Throws when the stored content is not a valid configuration. */
export async function getVersion(tx: ScopedTx, grant: ReadConfiguration, number: number): Promise<Version | null> {
  assertGrantOf(tx, grant);
  return withContent(await tx.configurationVersion.findUnique({ where: { number }, select: { ...ROW, content: true } }));
}

/** A version, the one in force, and another to compare with. */
export type ComparedVersion = { readonly version: Version; readonly current: Version; readonly other: Version | null };

/**
 * A version compared with number `against`, if that is a different, existing one; null when `number` does not
 * exist.
 */
export async function compareVersion(tx: ScopedTx, grant: ReadConfiguration, number: number, against?: number): Promise<ComparedVersion | null> {
  const version = await getVersion(tx, grant, number);
  const current = await currentVersion(tx, grant);
  if (!version || !current) return null;
  return { version, current, other: against && against !== number ? await getVersion(tx, grant, against) : null };
}

const withContent = (row: (VersionRow & { content: unknown }) | null): Version | null => row && { ...row, content: configurationContent.parse(row.content) };
