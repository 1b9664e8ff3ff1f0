import { describe, expect, test } from "vitest";
import type { Fault } from "@/lib/dev/directory/faults";
import { settleDone, takeWrites } from "@/lib/domain/write-queue/claim";
import { beginDraining } from "@/lib/platform/jobs/draining";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { TIME_LIMIT, useLine } from "@/lib/testing/directory-queue";
import { pauseFor } from "./worker";

const { directory, client, oidOf, userOf, stored, states, sql, pass, queue, invite, round, recorded } = useLine();

describe("a worker with a directory that answers", () => {
  test("puts the person in exactly one role group, with or without Global, whatever the state before and however often it writes", async () => {
    await queue(0, { kind: "set_role", role: "operator" }, { kind: "set_global", global: true }, { kind: "revoke_sessions" });
    await round();
    expect(directory().standingOf(oidOf(0))).toEqual({ roles: ["operator"], global: true });
    expect(await states()).toEqual(["done", "done", "done"]);
    await queue(0, { kind: "set_role", role: "operator" }, { kind: "set_global", global: true });
    await round();
    await queue(0, { kind: "set_role", role: null }, { kind: "set_global", global: false });
    await round();
    await queue(0, { kind: "set_role", role: null }, { kind: "set_global", global: false });
    await round();
    expect(directory().standingOf(oidOf(0))).toEqual({ roles: [], global: false });
    expect(new Set(await states())).toEqual(new Set(["done"]));
  });

  test("creates one guest, in no group, for an address without an account, and records that the portal created it", async () => {
    await invite("O'Neil+new@kauri.example");
    await round();
    const [guest] = await client().directoryGuest.findMany();
    expect(directory().standingOf(guest?.oid ?? "")).toEqual({ roles: [], global: false });
    const before = directory().people().length;
    await sql("UPDATE invitation SET state = 'revoked' WHERE state = 'pending'");
    await invite("o'neil+new@KAURI.example");
    await round();
    expect(directory().people()).toHaveLength(before);
    expect(await client().directoryGuest.findMany()).toEqual([guest]);
    expect(await states()).toEqual(["done", "done"]);
  });

  test("sends only the latest write of a kind", async () => {
    await queue(1, { kind: "set_role", role: "trader" });
    await sql("UPDATE directory_write SET state = 'failed'");
    await queue(1, { kind: "set_role", role: "credit-manager" }, { kind: "set_global", global: false });
    await queue(1, { kind: "set_role", role: "entity-admin" });
    await round();
    expect(await states()).toEqual(["superseded", "superseded", "done", "done"]);
    expect(directory().standingOf(oidOf(1))?.roles).toEqual(["entity-admin"]);
  });
});

describe("a worker with a directory that misbehaves", () => {
  const faults: readonly (readonly [Fault, RegExp])[] = [
    [{ kind: "too-many", retryAfter: 90 }, /429 TooManyRequests/],
    [{ kind: "error", done: false }, /500 InternalServerError/],
    [{ kind: "error", done: true }, /500 InternalServerError/],
    [{ kind: "slow", milliseconds: TIME_LIMIT * 2 }, /No answer within 1.5 seconds/],
    [{ kind: "garbage" }, /not Graph's|not one of Graph's/],
  ];

  test.each(faults)("%o: the worker keeps the write, records the error, and completes it when the retry is due", async (fault, problem) => {
    directory().misbehave(() => fault);
    await queue(2, { kind: "set_role", role: "trader" });
    await round();
    expect(await stored()).toMatchObject([{ state: "pending", attempts: 1, lastError: expect.stringMatching(problem), claimedBy: null }]);
    directory().misbehave(() => undefined);
    await round();
    expect(await states()).toEqual(["pending"]);
    await pass(fault.kind === "too-many" ? "80 seconds" : "1 second");
    await round();
    expect(await states()).toEqual([fault.kind === "too-many" ? "pending" : "done"]);
    await pass("10 seconds");
    await round();
    expect(await stored()).toMatchObject([{ state: "done", lastError: null }]);
    expect(directory().standingOf(oidOf(2))?.roles).toEqual(["trader"]);
  });

  test("holds back later writes of the same person, but not of others", async () => {
    let calls = 0;
    directory().misbehave(() => (calls++ === 0 ? { kind: "error", done: false } : undefined));
    await queue(3, { kind: "set_role", role: "trader" }, { kind: "revoke_sessions" });
    await round();
    await queue(4, { kind: "set_role", role: "trader" });
    await round();
    expect(await states()).toEqual(["pending", "pending", "done"]);
    await pass("1 second");
    await round();
    expect(await states()).toEqual(["done", "done", "done"]);
  });

  test("gives up a write after the configured time without blocking others, and audits both that and a later success", async () => {
    directory().misbehave(() => ({ kind: "error", done: false }));
    await queue(5, { kind: "set_role", role: "trader" }, { kind: "revoke_sessions" });
    await pass("23 hours");
    await round();
    expect(await states()).toEqual(["pending", "pending"]);
    await pass("1 hour");
    await round();
    expect(await states()).toEqual(["failed", "failed"]);
    const { id } = await userOf(5);
    expect(await recorded("directory.write_given_up")).toMatchObject([
      {
        targetType: "user",
        targetId: id,
        actorName: "Rolebook",
        changes: { set_role: { from: "pending", to: "failed" } },
        reason: expect.stringContaining("500"),
      },
      { targetId: id, changes: { revoke_sessions: { from: "pending", to: "failed" } } },
    ]);
    directory().misbehave(() => undefined);
    await sql("UPDATE directory_write SET state = 'pending', next_attempt_at = now(), queued_at = now()");
    await round();
    expect(await states()).toEqual(["done", "done"]);
    expect(await recorded("directory.write_caught_up")).toHaveLength(2);
  });

  test("backs off with jitter up to a maximum, and never sooner than Graph's Retry-After", () => {
    const spread = (attempts: number) => [pauseFor(new Error(), attempts, 0), pauseFor(new Error(), attempts, 1)];
    expect([1, 2, 5, 11, 500].map(spread)).toEqual([
      [0.5, 1],
      [1, 2],
      [8, 16],
      [300, 600],
      [300, 600],
    ]);
  });
});

describe("a worker that dies", () => {
  test("leaves its write to the next worker once the lease expires, and not before", async () => {
    await queue(6, { kind: "set_role", role: "trader" }, { kind: "set_global", global: false });
    const [taken] = await inSystem((tx) => takeWrites(tx, 8));
    await round();
    expect(await states()).toEqual(["pending", "pending"]);
    await pass("61 seconds");
    await round();
    expect(await states()).toEqual(["done", "done"]);
    // The first worker was only paused; its late result is discarded.
    await sql(`UPDATE directory_write SET state = 'pending' WHERE id = '${taken?.id}'`);
    if (taken) await inSystem((tx) => settleDone(tx, taken, null));
    expect(await states()).toEqual(["pending", "done"]);
  });
});

// Last: draining cannot be undone.
test("a worker whose process drains takes no more writes, and leaves them to another", async () => {
  await queue(7, { kind: "set_role", role: "trader" });
  beginDraining();
  await round();
  expect(await states()).toEqual(["pending"]);
  expect(await stored()).toMatchObject([{ claimedUntil: null, attempts: 0 }]);
});
