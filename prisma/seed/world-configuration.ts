import { stableId } from "@/lib/adapters/entra/local-tenant";
import { differencesBetween } from "@/lib/domain/configuration/difference";
import { hashOf } from "@/lib/domain/configuration/hash";
import type { ConfigurationContent } from "@/lib/domain/configuration/schema";
import type { Prisma } from "@/lib/platform/db/types";
import { daysAgo, type Moment, workday } from "./clock";
import { firstConfiguration } from "./configuration";
import { idOfEntity, idOfPerson, idOfUser, personOf } from "./world";

/** What operators have proposed of the market's configuration, the oldest first, and what became of it. */

export type WorldProposal = {
  readonly name: string;
  readonly by: string;
  readonly at: Moment;
  readonly baseNumber: number;
  readonly base: ConfigurationContent;
  readonly content: ConfigurationContent;
  readonly reason: string;
  readonly decided?: { readonly by: string; readonly at: Moment; readonly rejectedWhy?: string };
};

const first = firstConfiguration.content;
const second: ConfigurationContent = { ...first, compliance: { ...first.compliance, minimumVolume: "3.0" } };
const wider: ConfigurationContent = { ...second, compliance: { ...second.compliance, maximumSpread: "6.0" } };
const later: ConfigurationContent = { ...second, marketHours: { ...second.marketHours, close: "17:00" } };
const finer: ConfigurationContent = {
  ...second,
  products: { ...second.products, contracts: second.products.contracts.map((one) => (one.term === "monthly" ? { ...one, tickSize: "0.01" } : one)) },
};

export const PROPOSALS: readonly WorldProposal[] = [
  {
    name: "volume",
    by: "operator@aex.example",
    at: daysAgo(61, "10:12"),
    baseNumber: 1,
    base: first,
    content: second,
    reason: "Market makers agreed to quote at least 3 MW per side from this month on.",
    decided: { by: "operator2@aex.example", at: daysAgo(60, "15:20") },
  },
  {
    name: "spread",
    by: "operator@aex.example",
    at: workday(4, "10:21"),
    baseNumber: 2,
    base: second,
    content: wider,
    reason: "Spreads were hard to keep during last week’s dry-year news.",
    decided: {
      by: "operator2@aex.example",
      at: workday(4, "14:05"),
      rejectedWhy: "Twice the spread helps nobody who takes prices. Let us look at the news again first.",
    },
  },
  {
    name: "ticks",
    by: "operator@aex.example",
    at: workday(2, "16:02"),
    baseNumber: 2,
    base: second,
    content: finer,
    reason: "Two participants asked for finer ticks in monthly contracts.",
  },
  {
    name: "hours",
    by: "operator2@aex.example",
    at: workday(1, "11:31"),
    baseNumber: 2,
    base: second,
    content: later,
    reason: "Participants asked for half an hour more at the end of the day, to hedge after the last forecast.",
  },
];

export const idOfProposal = (name: string): string => stableId(`configuration:${name}`);

const isApplied = ({ decided }: WorldProposal): boolean => decided !== undefined && decided.rejectedWhy === undefined;

export const differencesOf = ({ base, content }: WorldProposal) => differencesBetween(base, content);

export function proposalRows(now: Date): Prisma.ConfigurationProposalCreateManyInput[] {
  return PROPOSALS.map((proposal) => {
    const { name, by, at, baseNumber, content, reason, decided } = proposal;
    const proposer = personOf(by);
    return {
      id: idOfProposal(name),
      state: isApplied(proposal) ? "approved" : decided ? "rejected" : "pending",
      baseNumber,
      content,
      hash: hashOf(content),
      reason,
      proposerId: idOfUser(by),
      proposerOid: idOfPerson(by),
      proposerLogin: by,
      proposerEmail: by,
      proposerName: proposer.name,
      proposerEntityId: idOfEntity(proposer.entity),
      proposedAt: at(now),
      ...(decided && {
        deciderId: idOfUser(decided.by),
        deciderOid: idOfPerson(decided.by),
        deciderEmail: decided.by,
        deciderName: personOf(decided.by).name,
        decidedAt: decided.at(now),
        decisionReason: decided.rejectedWhy ?? null,
        settledAt: decided.at(now),
      }),
      appliedNumber: isApplied(proposal) ? baseNumber + 1 : null,
    };
  });
}

/** The first version, and after it what was approved. */
export function versionRows(now: Date): Prisma.ConfigurationVersionCreateManyInput[] {
  const { number, content, note, author, appliedAt } = firstConfiguration;
  const start = { number, content, hash: hashOf(content), note, authorId: idOfUser(author), authorName: personOf(author).name, appliedAt: appliedAt(now) };
  const applied = PROPOSALS.flatMap((one) =>
    one.decided && isApplied(one)
      ? [
          {
            number: one.baseNumber + 1,
            content: one.content,
            hash: hashOf(one.content),
            note: one.reason,
            authorId: idOfUser(one.by),
            authorName: personOf(one.by).name,
            appliedAt: one.decided.at(now),
          },
        ]
      : [],
  );
  return [start, ...applied];
}
