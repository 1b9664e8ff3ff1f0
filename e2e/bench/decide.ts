import { deepStrictEqual } from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { Ability, createMongoAbility, type MatchConditions, subject } from "@casl/ability";
import { AccessControl, Possession } from "accesscontrol";
import { newCachedEnforcer, newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { decide } from "@/lib/platform/authz/decide";
import { type Permission, permissionInfo, permissionNames } from "@/lib/platform/authz/permissions";
import { roleKeys } from "@/lib/platform/authz/roles";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";

/**
 * The speed of `decide` beside three libraries set up to give the same answers.
 *
 * The question: may this user use this permission on this row, whose entity is known? Users are one of each role and an operator
 * with Global. Each permission is checked on a row of the user's own entity and of another. Anything a server builds once per user
 * (principals, abilities, enforcers) is built before timing. `decide` also returns its reason; the libraries return a boolean. Every
 * figure includes a few nanoseconds of loop.
 */

const TARGET = 8;
const ROUNDS = 15;
const ROUND_MS = 25;

type Row = { readonly entityId: string };
type Answers = readonly boolean[];
type Contestant = {
  readonly name: string;
  readonly note: string;
  readonly answers: () => Answers | Promise<Answers>;
  /** Runs every question `sweeps` times and returns the number of grants. */
  readonly run: (sweeps: number) => number | Promise<number>;
};

function contestant<Question>(name: string, note: string, questions: readonly Question[], ask: (question: Question) => boolean): Contestant {
  const run = (sweeps: number) => {
    let granted = 0;
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      for (const question of questions) if (ask(question)) granted += 1;
    }
    return granted;
  };
  return { name, note, answers: () => questions.map(ask), run };
}

const users = [...roleKeys.map((role) => person(role)), person("operator", { globalAppRole: true })].map((principal, index) => ({
  principal,
  name: `user-${index}`,
  held: permissionNames.filter(
    (permission) => principal.permissions.has(permission) && (principal.global || permissionInfo(permission).reach !== "every-entity"),
  ),
}));
type User = (typeof users)[number];

/** `Market.Config.View` for the libraries: the action `View` on the resource `Market-Config`. */
function split(permission: Permission) {
  const dot = permission.lastIndexOf(".");
  return { resource: permission.slice(0, dot).replace(".", "-"), action: permission.slice(dot + 1) };
}

/** Every question, with what `prepare` builds for its user. */
const questionsWith = <T>(prepare: (user: User) => T) =>
  users.flatMap((user) => {
    const prepared = prepare(user);
    return permissionNames.flatMap((permission) =>
      [OWN_ENTITY, OTHER_ENTITY].map((entityId) => ({ prepared, permission, ...split(permission), entityId, row: { entityId } })),
    );
  });

const portal = contestant(
  "decide",
  "",
  questionsWith(({ principal }) => principal),
  ({ prepared, permission, row }) => decide(prepared, permission, row).outcome === "grant",
);

/** CASL as in its guide: field conditions, and `subject()` types each plain row when asked. */
const abilityOf = ({ principal, held }: User) =>
  createMongoAbility(
    held.map((permission) => {
      const { action, resource } = split(permission);
      return principal.global ? { action, subject: resource } : { action, subject: resource, conditions: { entityId: principal.entity.id } };
    }),
  );
const casl = contestant("CASL", "plain rows, typed with subject()", questionsWith(abilityOf), ({ prepared, action, resource, entityId }) =>
  prepared.can(action, subject(resource, { entityId })),
);
const caslTypedRows = contestant(
  "CASL",
  "rows typed beforehand",
  questionsWith(abilityOf).map(({ prepared, action, resource, row }) => ({ prepared, action, row: subject(resource, row) })),
  ({ prepared, action, row }) => prepared.can(action, row),
);

/** The fastest CASL setup we know: conditions are functions, and all rows share one type, so none is detected. */
function tunedAbilityOf({ principal, held }: User) {
  const own: MatchConditions = (row) => row.entityId === principal.entity.id;
  const rules = held.map((action) => ({ action, subject: "Row" as const, ...(principal.global ? {} : { conditions: own }) }));
  return new Ability<[Permission, "Row" | Row], MatchConditions>(rules, { conditionsMatcher: (condition) => condition, detectSubjectType: () => "Row" });
}
const caslTuned = contestant("CASL", "conditions as functions, one type", questionsWith(tunedAbilityOf), ({ prepared, permission, row }) =>
  prepared.can(permission, row),
);

/** An enforcer per user, because casbin tries its rules one by one. */
const casbinModel = () =>
  newModelFromString(`
    [request_definition]
    r = entity, permission
    [policy_definition]
    p = entity, permission
    [policy_effect]
    e = some(where (p.eft == allow))
    [matchers]
    m = r.permission == p.permission && (p.entity == "*" || r.entity == p.entity)
  `);
const casbinRules = ({ principal, held }: User) =>
  new StringAdapter(held.map((permission) => `p, ${principal.global ? "*" : principal.entity.id}, ${permission}`).join("\n"));
const enforcers = new Map(await Promise.all(users.map(async (user) => [user, await newEnforcer(casbinModel(), casbinRules(user))] as const)));
const casbin = contestant(
  "casbin",
  "synchronous",
  questionsWith((user) => enforcers.get(user)),
  ({ prepared, entityId, permission }) => prepared?.enforceSync(entityId, permission) === true,
);

/** Caches each question after its first use. Its API is asynchronous only. */
async function casbinCached(): Promise<Contestant> {
  const cached = new Map(await Promise.all(users.map(async (user) => [user, await newCachedEnforcer(casbinModel(), casbinRules(user))] as const)));
  const questions = questionsWith((user) => cached.get(user));
  const answers = async () => {
    const given: boolean[] = [];
    for (const { prepared, entityId, permission } of questions) given.push((await prepared?.enforce(entityId, permission)) === true);
    return given;
  };
  const run = async (sweeps: number) => {
    let granted = 0;
    for (let sweep = 0; sweep < sweeps; sweep += 1) granted += (await answers()).filter(Boolean).length;
    return granted;
  };
  return { name: "casbin", note: "every answer from its cache", answers, run };
}

/** Its `own` and `any` mean the user's entity and every entity; the caller picks the one the row needs. */
const control = new AccessControl();
for (const { principal, name, held } of users) {
  const possession = principal.global ? Possession.ANY : Possession.OWN;
  control.grant(name);
  for (const { action, resource } of held.map(split)) control.grant(name).action(`${action}:${possession}`, resource);
}
control.lock();
const accesscontrol = contestant(
  "accesscontrol",
  "own and any",
  questionsWith(({ name, principal }) => ({ role: name, own: principal.entity.id })),
  ({ prepared: { role, own }, action, resource, entityId }) =>
    control.check({ role, action, resource, possession: entityId === own ? Possession.OWN : Possession.ANY }).granted,
);

const contestants = [portal, casl, caslTypedRows, caslTuned, casbin, await casbinCached(), accesscontrol];

// All must agree before any is timed.
const expected = await portal.answers();
for (const { name, note, answers } of contestants) deepStrictEqual(await answers(), expected, `${name} (${note}) answers differently from decide.`);

/** Runs for about `milliseconds` and returns nanoseconds per question. */
async function measure({ run }: Contestant, milliseconds: number): Promise<number> {
  const start = performance.now();
  let asked = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    await run(10);
    asked += 10 * expected.length;
    elapsed = performance.now() - start;
  }
  return (elapsed * 1e6) / asked;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

// The first rounds warm up. Rounds alternate, so noise on the machine affects every candidate.
type Result = { readonly each: Contestant; readonly rounds: number[] };
const results = contestants.map((each): Result => ({ each, rounds: [] }));
for (let round = -2; round < ROUNDS; round += 1) {
  for (const { each, rounds } of results) {
    const nanoseconds = await measure(each, ROUND_MS);
    if (round >= 0) rounds.push(nanoseconds);
  }
}

const ours = median(results[0]?.rounds ?? []);
const rows = results.map(({ each: { name, note }, rounds }) => {
  const nanoseconds = median(rounds);
  return { name, note, nanoseconds, ratio: nanoseconds / ours };
});

console.log(`${expected.length} questions, medians of ${ROUNDS} interleaved rounds\n`);
console.log(`${"".padEnd(44)}${"ns".padStart(8)}${"ops/s".padStart(14)}${"decide is".padStart(14)}`);
for (const { name, note, nanoseconds, ratio } of rows) {
  const speed = Math.round(1e9 / nanoseconds).toLocaleString("en-NZ");
  console.log(`${`${name} ${note}`.padEnd(44)}${nanoseconds.toFixed(1).padStart(8)}${speed.padStart(14)}${`${ratio.toFixed(1)} ×`.padStart(14)}`);
}

const verdicts = rows.filter(({ name }) => name === "CASL").map(({ note, ratio }) => `${ratio >= TARGET ? "met" : "not met"} (${note}, ${ratio.toFixed(1)} ×)`);
console.log(`\nat least ${TARGET} × CASL: ${verdicts.join(", ")}`);
