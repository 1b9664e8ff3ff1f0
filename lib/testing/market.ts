import { hashOf } from "@/lib/domain/configuration/hash";
import type { ConfigurationContent } from "@/lib/domain/configuration/schema";
import type { Database } from "@/lib/platform/db/client";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { appliedProposal } from "./configuration";

const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** A configuration for tests of the market's session: open on these days of the week, without holidays unless `more` names some. */
export function openOn(days: readonly (typeof WEEK)[number][], more: Partial<ConfigurationContent> = {}): ConfigurationContent {
  const { content } = firstConfiguration;
  return { ...content, holidays: [], marketHours: { ...content.marketHours, days: [...days] }, ...more };
}

export const everyDay = (more: Partial<ConfigurationContent> = {}): ConfigurationContent => openOn(WEEK, more);

/** Puts a configuration into force, after all that there are. */
export async function putInForce({ client }: Database, content: ConfigurationContent, appliedAt: Date): Promise<void> {
  const number = 1 + (await client.configurationVersion.count());
  const hash = hashOf(content);
  if (number > 1) await client.configurationProposal.create({ data: appliedProposal({ number, content, hash, reason: "For a test." }) });
  await client.configurationVersion.create({ data: { number, content, hash, note: "For a test.", authorName: "One", appliedAt } });
}

/** A session that has made no transition yet, is closed, and moved up to this instant. Only a superuser can forget what happened. */
export async function startSessionAt({ client }: Database, through: Date): Promise<void> {
  const triggers = ["market_transition_no_change", "market_transition_no_truncate"];
  for (const trigger of triggers) await client.$executeRawUnsafe(`ALTER TABLE market_transition DISABLE TRIGGER ${trigger}`);
  await client.marketTransition.deleteMany();
  for (const trigger of triggers) await client.$executeRawUnsafe(`ALTER TABLE market_transition ENABLE ALWAYS TRIGGER ${trigger}`);
  const session = { state: "closed", version: 0, through, since: through, configuration: 0, nextAt: null } as const;
  await client.marketSession.upsert({ where: { id: 1 }, create: session, update: session });
}

/** What the record says happened, in its order. */
export const transitionsOf = async ({ client }: Database): Promise<readonly string[]> =>
  (await client.marketTransition.findMany({ orderBy: { number: "asc" } })).map(
    ({ number, from, to, cause, scheduledFor }) => `${number} ${scheduledFor?.toISOString() ?? "now"} ${from} ${to} ${cause}`,
  );
