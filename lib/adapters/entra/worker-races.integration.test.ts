import { expect, test } from "vitest";
import { takeWrites } from "@/lib/domain/write-queue/claim";
import { roleKeys } from "@/lib/platform/authz/roles";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { RUNS_ON } from "@/lib/testing/databases";
import { TIME_LIMIT, useLine } from "@/lib/testing/directory-queue";

const { people, directory, client, oidOf, states, pass, queue, invite, round } = useLine();

/** Seeded, so every run is the same. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("over 200 random changes against a directory that misbehaves at random, with several workers, nothing is lost or doubled", async () => {
  const next = random(20_261_121);
  const wanted = new Map<number, { role: string | null; global: boolean }>();
  const misbehaving = random(7);
  let slow = 0;
  directory().misbehave(() => {
    const chance = misbehaving();
    if (chance < 0.08) return { kind: "too-many", retryAfter: 2 };
    if (chance < 0.16) return { kind: "error", done: false };
    if (chance < 0.24) return { kind: "error", done: true };
    if (chance < 0.26 && slow++ < 4) return { kind: "slow", milliseconds: TIME_LIMIT + 100 };
    return chance < 0.34 ? { kind: "garbage" } : undefined;
  });
  const guests = directory().people().length;
  const addresses: string[] = [];
  for (let change = 0; change < 200; change++) {
    if (change % 20 === 0) {
      addresses.push(`guest${change}@kauri.example`);
      await invite(`guest${change}@kauri.example`);
    } else {
      const index = Math.floor(next() * people.length);
      const role = next() < 0.1 ? null : (roleKeys[Math.floor(next() * roleKeys.length)] ?? null);
      const global = next() < 0.3;
      wanted.set(index, { role, global });
      await queue(index, { kind: "set_role", role }, { kind: "set_global", global });
    }
    if (change % 20 === 19) {
      await Promise.all([round(), round()]);
      await pass("5 seconds");
    }
  }
  for (let more = 0; more < 60 && (await client().directoryWrite.count({ where: { state: "pending" } })) > 0; more++) {
    await Promise.all([round(), round()]);
    await pass("11 minutes");
  }
  expect(new Set(await states())).toEqual(new Set(["done", "superseded"]));
  for (const [index, { role, global }] of wanted) expect(directory().standingOf(oidOf(index))).toEqual({ roles: role ? [role] : [], global });
  const added = directory().people().slice(guests);
  expect(added.map(({ userName }) => userName).toSorted()).toEqual(addresses.toSorted());
  for (const { oid } of added) expect(directory().standingOf(oid)?.roles).toEqual([]);
}, 120_000);

test.runIf(RUNS_ON === "postgresql")("no two workers are ever on one person, nor on one write", async () => {
  for (let index = 0; index < people.length; index++) await queue(index, { kind: "set_role", role: "viewer" }, { kind: "revoke_sessions" });
  const taken = (await Promise.all(Array.from({ length: 8 }, () => inSystem((tx) => takeWrites(tx, 3))))).flat();
  expect(taken.every(({ kind }) => kind === "set_role")).toBe(true);
  expect(new Set(taken.map(({ userId }) => userId)).size).toBe(taken.length);
  const rest = await inSystem((tx) => takeWrites(tx, 100));
  expect(taken.length + rest.length).toBe(people.length);
});
