import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { addFirstVersion, addOperators } from "@/lib/testing/configuration";
import { person } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveProposal, propose, rejectProposal, repeatProposal, withdrawProposal } from "./commands";
import { editDraft, ownDraft } from "./drafts";
import { hashOf } from "./hash";
import { applyNextDue } from "./schedule";
import { configurationContent } from "./schema";
import { sectionInput } from "./sections";

/** Random proposals, decisions, role changes and times: in any order, whatever is in force was approved by a second person. */

const RUNS = 14;
const REASON = "Because the test says so.";

let database: Database;
/** Accounts of four people: the first has two, and another person has the first one's e-mail address. */
let accounts: UserPrincipal[];

beforeAll(async () => {
  database = await openTestWorld();
  await addFirstVersion();
  const operators = await addOperators(["Ana", "AnaTwo", "AnaThree", "Ben", "Caro"]);
  const [ana] = operators;
  accounts = operators.map((one, index) =>
    ana && index === 1 ? { ...one, oid: ana.oid } : ana && index === 2 ? { ...one, email: ana.email.toUpperCase() } : one,
  );
});
afterAll(() => database.close());

const ACCOUNTS = 5;
const who = fc.nat({ max: ACCOUNTS - 1 });
const which = fc.nat({ max: 3 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("propose"), who, later: fc.boolean(), spread: fc.integer({ min: 1, max: 99 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("approve"), who, which, honest: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("reject", "withdraw", "repeat"), who, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("role"), who, role: fc.constantFrom("operator", "entity-admin", "viewer") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("time") }) },
);
type Step = { do: string; who?: number; which?: number; later?: boolean; spread?: number; honest?: boolean; role?: string };

async function take(one: Step): Promise<void> {
  if (one.do === "time") {
    await passTime();
    return void (await applyNextDue());
  }
  const account = accounts[one.who ?? 0];
  if (!account) return;
  if (one.do === "role") {
    // The same person in another role: the identity stays, the permissions do not.
    accounts[one.who ?? 0] = { ...account, role: one.role ?? "viewer", permissions: person(one.role ?? "viewer").permissions };
    return;
  }
  await outcomeOf(
    inScope(callerFor(account), `configuration.${one.do}`, async (tx) => {
      const own = { entityId: account.entity.id };
      if (one.do === "approve" || one.do === "reject") {
        const grant = authorize(tx, "Market.Config.Approve", own);
        const { id, hash } = latest(one.which);
        const form = { id, hash: one.honest === false ? "0".repeat(64) : hash };
        return one.do === "approve" ? approveProposal(tx, grant, form) : rejectProposal(tx, grant, { ...form, reason: REASON });
      }
      const grant = authorize(tx, "Market.Config.Manage", own);
      if (one.do === "withdraw") return withdrawProposal(tx, grant, latest(one.which));
      if (one.do === "repeat") return repeatProposal(tx, grant, { ...latest(one.which), reason: REASON });
      const { version = 0 } = (await ownDraft(tx, grant)) ?? {};
      await editDraft(tx, grant, sectionInput.parse({ section: "compliance", version, minimumVolume: "2.5", maximumSpread: `${one.spread}.0` }));
      const draft = await ownDraft(tx, grant);
      const effectiveAt = one.later ? new Date(Date.now() + 3_600_000) : null;
      return propose(tx, grant, { version: draft?.version ?? 0, base: draft?.current.number ?? 0, reason: REASON, effectiveAt });
    }),
  );
}

/** Inside a transaction an embedded database answers nobody else, so the state was read before. */
const latest = (index = 0): { id: string; hash: string } =>
  known[known.length - 1 - (index % Math.max(known.length, 1))] ?? { id: crypto.randomUUID(), hash: "0".repeat(64) };

let known: { id: string; hash: string }[] = [];

async function passTime(): Promise<void> {
  await database.client.$executeRaw`ALTER TABLE configuration_proposal DISABLE TRIGGER configuration_proposal_kept`;
  await database.client.$executeRaw`UPDATE configuration_proposal SET effective_at = now() - interval '1 second' WHERE effective_at > now()`;
  await database.client.$executeRaw`ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_kept`;
}

async function expectFourEyes(): Promise<void> {
  const versions = await database.client.configurationVersion.findMany({ orderBy: { number: "asc" } });
  const proposals = await database.client.configurationProposal.findMany({ where: { appliedNumber: { not: null } } });
  const approvals = await database.client.auditEvent.findMany({ where: { action: "configuration.approved" } });
  expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1));
  expect(proposals).toHaveLength(versions.length - 1);
  for (const { number, content, hash } of versions.slice(1)) {
    const proposal = proposals.find(({ appliedNumber }) => appliedNumber === number);
    const approval = approvals.filter(({ targetId }) => targetId === proposal?.id);
    expect(approval).toHaveLength(1);
    expect(approval[0]).toMatchObject({ actorUserId: proposal?.deciderId, actorRole: "operator", changes: { hash: { to: hash } } });
    expect([proposal?.hash, hashOf(configurationContent.parse(content))]).toEqual([hash, hash]);
    expect(proposal?.deciderId).not.toBe(proposal?.proposerId);
    expect(proposal?.deciderOid).not.toBe(proposal?.proposerOid);
  }
}

test("every applied change has a different approver and the approved hash", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      for (const one of steps) {
        known = await database.client.configurationProposal.findMany({ orderBy: { id: "asc" }, select: { id: true, hash: true } });
        await take(one);
      }
      await expectFourEyes();
    }),
    { numRuns: RUNS, seed: 20_261, endOnFailure: true },
  );
  // Not vacuous: changes were made, and the proposer's own attempts were refused.
  expect(await database.client.configurationVersion.count()).toBeGreaterThan(3);
  expect(await database.client.auditEvent.count({ where: { result: "SELF_APPROVAL" } })).toBeGreaterThan(3);
}, 120_000);
