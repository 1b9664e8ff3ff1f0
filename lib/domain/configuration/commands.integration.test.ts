import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { addFirstVersion, addOperators, pendingProposal, withSpread } from "@/lib/testing/configuration";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveProposal, propose, rejectProposal, repeatProposal, withdrawProposal } from "./commands";
import { discardDraft, editDraft, ownDraft } from "./drafts";
import { hashOf } from "./hash";
import { approveInput } from "./proposal-schema";
import { SELF_APPROVAL } from "./rules";
import { applyNextDue } from "./schedule";
import { sectionInput } from "./sections";
import { configurationInForce } from "./versions";
import { readProposalView } from "./view";

const REASON = "Because the test says so.";

let database: Database;
let ana: UserPrincipal;
let ben: UserPrincipal;
let caro: UserPrincipal;

beforeAll(async () => {
  database = await openTestWorld();
  await addFirstVersion();
  [ana = missing(), ben = missing()] = await addOperators(["Ana", "Ben"]);
  [caro = missing()] = await addOperators(["Caro"], { globalAppRole: true });
});
afterAll(() => database.close());

function missing(): never {
  throw new Error("There are too few operators.");
}

const manage = <T>(who: UserPrincipal, work: (tx: ScopedTx, grant: Grant<"Market.Config.Manage">) => Promise<T>, caller = callerFor(who)) =>
  inScope(caller, "configuration.test", (tx) => work(tx, authorize(tx, "Market.Config.Manage", { entityId: who.entity.id })));
const decide = <T>(who: UserPrincipal, work: (tx: ScopedTx, grant: Grant<"Market.Config.Approve">) => Promise<T>, caller = callerFor(who)) =>
  inScope(caller, "configuration.test", (tx) => work(tx, authorize(tx, "Market.Config.Approve", { entityId: who.entity.id })));

const current = () => inSystem(configurationInForce);
const stored = (id: string) => database.client.configurationProposal.findUniqueOrThrow({ where: { id } });
const letters = async () =>
  (await database.client.mailMessage.findMany({ orderBy: { id: "asc" } })).map(({ toAddress, subject }) => `${toAddress}: ${subject}`);

let spreads = 0;
/** Writes a draft that changes one field to a new value; returns the fields of a form that shows it. */
async function writeDraft(who: UserPrincipal): Promise<{ version: number; base: number }> {
  const before = await manage(who, ownDraft);
  const maximumSpread = `${(++spreads % 99) + 1}.${Math.floor(spreads / 99)}5`;
  const input = sectionInput.parse({ section: "compliance", version: before?.version ?? 0, minimumVolume: "2.5", maximumSpread });
  await manage(who, (tx, grant) => editDraft(tx, grant, input));
  return shown(who);
}

async function shown(who: UserPrincipal): Promise<{ version: number; base: number }> {
  const draft = await manage(who, ownDraft);
  return { version: draft?.version ?? 0, base: draft?.current.number ?? 0 };
}

async function proposal(who = ana, effectiveAt: Date | null = null): Promise<ConfigurationProposal> {
  const form = await writeDraft(who);
  return manage(who, (tx, grant) => propose(tx, grant, { ...form, reason: REASON, effectiveAt }));
}

const approve = (who: UserPrincipal, { id, hash }: Pick<ConfigurationProposal, "id" | "hash">) =>
  decide(who, (tx, grant) => approveProposal(tx, grant, { id, hash }));
const reject = (who: UserPrincipal, { id, hash }: Pick<ConfigurationProposal, "id" | "hash">) =>
  decide(who, (tx, grant) => rejectProposal(tx, grant, { id, hash, reason: REASON }));
const withdraw = (who: UserPrincipal, { id }: Pick<ConfigurationProposal, "id">) => manage(who, (tx, grant) => withdrawProposal(tx, grant, { id }));
const repeat = (who: UserPrincipal, { id }: Pick<ConfigurationProposal, "id">) => manage(who, (tx, grant) => repeatProposal(tx, grant, { id, reason: REASON }));

/** The database's clock cannot be set, so this moves a proposal's time instead, past its guard. */
async function makeDue(id: string): Promise<void> {
  await database.client.$executeRaw`ALTER TABLE configuration_proposal DISABLE TRIGGER configuration_proposal_kept`;
  await database.client.$executeRaw`UPDATE configuration_proposal SET effective_at = now() - interval '1 second' WHERE id = ${id}::uuid`;
  await database.client.$executeRaw`ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_kept`;
}

const SOON = () => new Date(Date.now() + 3_600_000);

beforeEach(async () => {
  const open = await database.client.configurationProposal.findMany({ where: { state: "pending" } });
  for (const one of open) await withdraw([ana, ben, caro].find(({ userId }) => userId === one.proposerId) ?? ana, one);
});

describe("a proposal", () => {
  test("a proposal has the draft's content and its hash; the draft is deleted, and every changed field is recorded", async () => {
    const form = await writeDraft(ana);
    const draft = await manage(ana, ownDraft);
    const caller = callerFor(ana);
    const made = await manage(ana, (tx, grant) => propose(tx, grant, { ...form, reason: REASON, effectiveAt: null }), caller);
    expect(made).toMatchObject({ state: "pending", proposerId: ana.userId, proposerOid: ana.oid, hash: draft && hashOf(draft.content) });
    expect(await manage(ana, ownDraft)).toBeNull();
    const [decision, change] = await recordOf(database, caller);
    expect(decision).toMatchObject({ permission: "Market.Config.Manage", outcome: "grant", result: "committed" });
    expect(change).toMatchObject({ action: "configuration.proposed", targetId: made.id, targetEntityId: null, reason: REASON });
    expect(Object.keys(change?.changes ?? {})).toEqual(["compliance.maximumSpread"]);
  });

  test("a proposal notifies everyone else who may approve, once each", async () => {
    const before = (await letters()).length;
    await proposal(ben);
    const asked = (await letters()).slice(before);
    expect(asked.toSorted()).toEqual(
      ["ana", "caro"].map((name) => `${name}@aex.example: Ben of Kauri Energy (ben@aex.example) proposes a change of the market’s configuration`),
    );
  });

  test("a proposal is refused when its draft has changed, changes nothing, or has an effective time in the past", async () => {
    const attempt = (form: { version: number; base: number }, effectiveAt: Date | null = null) =>
      outcomeOf(manage(ana, (tx, grant) => propose(tx, grant, { ...form, reason: REASON, effectiveAt })));
    const same = sectionInput.parse({ section: "auction", version: 0, ...(await current())?.content.auctionWindow });
    await manage(ana, (tx, grant) => editDraft(tx, grant, same));
    expect(await attempt(await shown(ana))).toBe("INVALID_INPUT");
    const form = await writeDraft(ana);
    expect(await attempt({ ...form, version: form.version - 1 })).toBe("STALE_BASE");
    expect(await attempt({ ...form, base: form.base + 1 })).toBe("STALE_BASE");
    expect(await attempt(form, new Date(Date.now() - 60_000))).toBe("INVALID_INPUT");
    expect(await attempt(form, SOON())).toBe("done");
    expect(await attempt(form)).toBe("STALE_BASE");
  });
});

describe("an approval", () => {
  test("an approval makes the proposal the next version at once: same content and hash, with both people, and recorded", async () => {
    const made = await proposal();
    const before = await current();
    const caller = callerFor(ben);
    await decide(ben, (tx, grant) => approveProposal(tx, grant, made), caller);
    const after = await current();
    expect(after).toMatchObject({ number: (before?.number ?? 0) + 1, hash: made.hash, content: made.content, note: REASON, authorName: "Ana" });
    expect(await stored(made.id)).toMatchObject({ state: "approved", appliedNumber: after?.number, deciderId: ben.userId, deciderName: "Ben" });
    const rows = await recordOf(database, caller);
    expect(rows.map(({ action }) => action)).toEqual(["configuration.test", "configuration.approved", "configuration.applied"]);
    expect(rows[2]?.changes).toMatchObject({ hash: { from: null, to: made.hash } });
    expect((await letters()).at(-1)).toBe(`ana@aex.example: Your change is in force as version ${after?.number}`);
  });

  test("an approval despite warnings must confirm each of them, whatever the posted form omits", async () => {
    const base = await current();
    if (!base) throw new Error("There is no configuration.");
    const { contracts } = base.content.products;
    const content = {
      ...base.content,
      products: { ...base.content.products, contracts: contracts.map((one) => ({ ...one, listedAhead: one.listedAhead - 1 })) },
    };
    const made = await pendingProposal(ana, { content, baseNumber: base.number });
    const post = (confirmed?: readonly string[]) => {
      const input = approveInput.parse({ id: made.id, hash: made.hash, ...(confirmed === undefined ? {} : { confirmed }) });
      return outcomeOf(decide(ben, (tx, grant) => approveProposal(tx, grant, input)));
    };
    for (const confirmed of [undefined, [], [""], ["on"], ["No session is cut across"]]) expect(await post(confirmed), String(confirmed)).toBe("INVALID_INPUT");
    expect(await stored(made.id)).toMatchObject({ state: "pending" });
    expect(await post(["Contracts in use"])).toBe("done");
  });

  test.each([
    ["the same account", () => ana],
    ["the same account after its role, entity and address were changed", () => ({ ...caro, userId: ana.userId })],
    ["another account of the same identity in the directory", () => ({ ...ben, oid: ana.oid })],
    ["an account that the directory made anew under the same sign-in name", () => ({ ...caro, login: ana.login })],
  ])("the proposer may not approve, nor does the page offer it: %s", async (_name, who) => {
    const made = await proposal();
    const offered = async (to: UserPrincipal) => (await manage(to, (tx, grant) => readProposalView(tx, grant, made.id)))?.decision;
    expect([await offered(who()), await offered(ben)]).toMatchObject([{ sentence: SELF_APPROVAL.sentence }, "allowed"]);
    for (const decision of [approve, reject]) expect(await outcomeOf(decision(who(), made))).toBe("SELF_APPROVAL");
    expect(await stored(made.id)).toMatchObject({ state: "pending", deciderId: null });
    expect(await outcomeOf(approve(ben, made))).toBe("done");
  });

  test("a person with the proposer's e-mail address may approve, because an address is only a label", async () => {
    for (const decision of [approve, reject]) expect(await outcomeOf(decision({ ...caro, email: "ANA@aex.EXAMPLE" }, await proposal()))).toBe("done");
  });

  test("an approval names the hash of the content shown", async () => {
    const made = await proposal();
    expect(await outcomeOf(approve(ben, { id: made.id, hash: hashOf(withSpread("99.0")) }))).toBe("STALE_BASE");
    expect(await outcomeOf(approve(ben, made))).toBe("done");
  });

  test("an approval supersedes other proposals on the same version, scheduled or not, and notifies their proposers", async () => {
    const scheduled = await proposal(ben, SOON());
    await approve(ana, scheduled);
    const [first, second] = [await proposal(ana), await proposal(caro)];
    expect(await outcomeOf(approve(caro, first))).toBe("done");
    expect([await stored(scheduled.id), await stored(second.id)]).toMatchObject([{ state: "superseded" }, { state: "superseded" }]);
    expect(await outcomeOf(approve(ben, second))).toBe("ILLEGAL_TRANSITION");
    const told = (await letters()).slice(-2).toSorted();
    expect(told).toEqual(["ben", "caro"].map((name) => `${name}@aex.example: Your change of the configuration was superseded`));
    const events = await database.client.auditEvent.findMany({ where: { action: "configuration.superseded", targetId: { in: [scheduled.id, second.id] } } });
    expect(events).toHaveLength(2);
  });
});

test("a rejection needs only a reason, and is final", async () => {
  const made = await proposal();
  expect(await outcomeOf(reject(ben, made))).toBe("done");
  expect(await stored(made.id)).toMatchObject({ state: "rejected", decisionReason: REASON, appliedNumber: null });
  for (const attempt of [() => approve(caro, made), () => reject(caro, made), () => withdraw(ana, made)])
    expect(await outcomeOf(attempt())).toBe("ILLEGAL_TRANSITION");
});

test("only the proposer withdraws, also while the proposal is scheduled, and finally", async () => {
  const made = await proposal(ana, SOON());
  expect(await outcomeOf(withdraw(ben, made))).toBe("NOT_AUTHORISED");
  await approve(ben, made);
  expect(await outcomeOf(withdraw(ana, made))).toBe("done");
  expect(await stored(made.id)).toMatchObject({ state: "withdrawn" });
  expect(await outcomeOf(approve(ben, made))).toBe("ILLEGAL_TRANSITION");
  await makeDue(made.id);
  expect(await applyNextDue()).toBe(false);
});

describe("an effective time", () => {
  test("a scheduled proposal is applied once at its effective time, by the system", async () => {
    const made = await proposal(ana, SOON());
    const before = await current();
    await approve(ben, made);
    expect(await applyNextDue()).toBe(false);
    expect(await current()).toEqual(before);
    await makeDue(made.id);
    expect([await applyNextDue(), await applyNextDue()]).toEqual([true, false]);
    expect(await current()).toMatchObject({ number: (before?.number ?? 0) + 1, hash: made.hash });
    const events = await database.client.auditEvent.findMany({ where: { targetId: made.id, kind: "change" }, orderBy: { id: "asc" } });
    expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["configuration.proposed", "Ana"],
      ["configuration.approved", "Ben"],
      ["configuration.applied", "Rolebook"],
    ]);
  });
});

describe("repeating a proposal", () => {
  test("repeating applies a superseded proposal's changes to the version in force, and leaves the old proposal unchanged", async () => {
    const stale = await proposal(ana);
    const volume = await proposal(ben);
    await approve(caro, volume);
    const again = await repeat(ana, stale);
    expect(again).toMatchObject({ state: "pending", originId: stale.id, baseNumber: (await current())?.number, content: stale.content });
    expect(await outcomeOf(approve(ben, again))).toBe("done");
  });

  test("reverting an applied proposal is a proposal of its own, which takes a second person too", async () => {
    const before = await current();
    const made = await proposal(ana);
    await approve(ben, made);
    const undo = await repeat(ben, made);
    expect(undo).toMatchObject({ proposerId: ben.userId, hash: before?.hash });
    expect(await outcomeOf(approve(ben, undo))).toBe("SELF_APPROVAL");
    expect(await outcomeOf(approve(ana, undo))).toBe("done");
    expect(await current()).toMatchObject({ hash: before?.hash });
  });

  test("an open proposal cannot be repeated, nor one whose changes are in force", async () => {
    const made = await proposal(ana);
    expect(await outcomeOf(repeat(ana, made))).toBe("ILLEGAL_TRANSITION");
    await approve(ben, made);
    await approve(ana, await repeat(ben, made));
    expect(await outcomeOf(repeat(ben, made))).toBe("INVALID_INPUT");
  });
});

describe("a draft", () => {
  test("a draft belongs to its author, is rebased onto a later version, and can be discarded", async () => {
    const form = await writeDraft(ana);
    expect(await manage(ben, ownDraft)).toBeNull();
    await approve(caro, await proposal(ben));
    const attempt = () => outcomeOf(manage(ana, (tx, grant) => propose(tx, grant, { ...form, reason: REASON, effectiveAt: null })));
    expect(await attempt()).toBe("STALE_BASE");
    const draft = await manage(ana, ownDraft);
    expect(draft).toMatchObject({ version: form.version, movedFrom: form.base, current: { number: form.base + 1 } });
    expect(draft?.conflicts.map(({ path }) => path)).toEqual(["compliance.maximumSpread"]);
    await manage(ana, (tx, grant) => discardDraft(tx, grant, form.version));
    expect(await manage(ana, ownDraft)).toBeNull();
  });

  test("a draft started in two windows is one draft, and the second window is told", async () => {
    const input = sectionInput.parse({ section: "compliance", version: 0, minimumVolume: "2.5", maximumSpread: "9.9" });
    const start = () => outcomeOf(manage(caro, (tx, grant) => editDraft(tx, grant, input)));
    expect([await start(), await start()]).toEqual(["done", "STALE_BASE"]);
  });

  test("a draft refuses an invalid section", async () => {
    const input = sectionInput.parse({ section: "auction", version: 0, from: "09:00", until: "08:00" });
    expect(await outcomeOf(manage(ben, (tx, grant) => editDraft(tx, grant, input)))).toBe("INVALID_INPUT");
    expect(await manage(ben, ownDraft)).toBeNull();
  });
});

describe("the database guards", () => {
  const REFUSED = "42501";
  const run = (who: UserPrincipal, sql: string) => outcomeOf(inScope(callerFor(who), "test", (tx) => tx.$executeRawUnsafe(sql)));

  /** Works while a stored person has another identity. */
  async function withRow<T>({ userId: id, oid, login }: UserPrincipal, same: { oid?: string; login?: string | null }, work: () => Promise<T>): Promise<T> {
    await database.client.user.update({ where: { id }, data: same });
    try {
      return await work();
    } finally {
      await database.client.user.update({ where: { id }, data: { oid, login } });
    }
  }

  test("a proposal carries its proposer's sign-in name, whatever was written, and keeps it", async () => {
    const { id } = await proposal({ ...ana, login: "another@aex.example" });
    expect(await stored(id)).toMatchObject({ proposerLogin: ana.login });
    expect(await outcomeOf(database.client.$executeRawUnsafe(`UPDATE configuration_proposal SET proposer_login = NULL WHERE id = '${id}'`))).toBe(REFUSED);
  });

  test("the database refuses an unapproved version, even from its owner, and every change of a version", async () => {
    const insert = "INSERT INTO configuration_version (number, content, hash, note, author_name) VALUES (900, '{}', '0', '', '')";
    for (const who of [ana, caro]) expect(await run(who, insert)).toBe(REFUSED);
    expect(await outcomeOf(database.client.$executeRawUnsafe(insert))).toBe(REFUSED);
    for (const sql of ["UPDATE configuration_version SET note = ''", "DELETE FROM configuration_version", "TRUNCATE configuration_version"])
      expect(await outcomeOf(database.client.$executeRawUnsafe(sql))).toBe(REFUSED);
  });

  test("the database refuses a decision by the proposer, in another person's name, or a second time", async () => {
    const { id } = await proposal(ana);
    const as = (who: UserPrincipal, more = "") =>
      `UPDATE configuration_proposal SET state = 'approved', decider_id = '${who.userId}', decider_oid = '${who.oid}', decider_email = '${who.email}',
        decider_name = 'X', decided_at = now() ${more} WHERE id = '${id}'`;
    expect(await run(ana, as(ana))).toBe(REFUSED);
    expect(await run(ben, as({ ...ben, oid: ana.oid }))).toBe(REFUSED);
    for (const same of [{ oid: ana.oid }, { login: ana.login }]) expect(await withRow(caro, same, () => run(caro, as({ ...caro, ...same })))).toBe(REFUSED);
    expect(await run(ana, as(ben))).toBe(REFUSED);
    expect(await run(ben, as({ ...ben, email: ana.email.toUpperCase() }))).toBe("done");
    expect(await run(caro, as(caro))).toBe(REFUSED);
  });

  test("the database refuses changes to a proposal's content and to who may withdraw it", async () => {
    const { id } = await proposal(ana);
    for (const change of ["reason = 'Another'", "content = '{}'", "hash = '0'", "effective_at = now()", `proposer_id = '${ben.userId}'`, "base_number = 0"])
      expect(await outcomeOf(database.client.$executeRawUnsafe(`UPDATE configuration_proposal SET ${change} WHERE id = '${id}'`))).toBe(REFUSED);
    expect(await outcomeOf(database.client.$executeRawUnsafe(`DELETE FROM configuration_proposal WHERE id = '${id}'`))).toBe(REFUSED);
    expect(await run(ben, `UPDATE configuration_proposal SET state = 'withdrawn' WHERE id = '${id}'`)).toBe(REFUSED);
    expect(await run(ben, `UPDATE configuration_proposal SET state = 'approved' WHERE id = '${id}'`)).toBe("23514");
  });
});
