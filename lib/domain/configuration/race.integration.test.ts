import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Attempt } from "@/e2e/crash/decider";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { openPostgres, useDatabase } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { addFirstVersion, addOperators, pendingProposal, withSpread } from "@/lib/testing/configuration";
import { createPostgres, isPostgresReachable, RUNS_ON } from "@/lib/testing/databases";
import { OWN_ENTITY } from "@/lib/testing/principals";

/** Two processes on one PostgreSQL, 25 simultaneous attempts each. */

const EACH = 25;

describe.runIf(RUNS_ON === "postgresql")("fifty attempts over two processes", async () => {
  expect(await isPostgresReachable()).toBe(true);
  let database: Database;
  let url: string;
  let drop: () => Promise<void>;
  let people: readonly UserPrincipal[];

  beforeAll(async () => {
    ({ url, drop } = await createPostgres());
    database = openPostgres(url);
    useDatabase(database);
    await inSystem((tx) => tx.entity.create({ data: { id: OWN_ENTITY, code: "AEX", legalName: "Exchange", shortName: "AEX" } }));
    await addFirstVersion();
    people = await addOperators(["Ana", "Ben", "Caro", "Dan", "Eve"]);
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  const identity = ({ userId, oid, email, displayName }: UserPrincipal) => ({ userId, oid, email, displayName });

  async function start(id: string, hash: string, attempts: readonly Attempt[]): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "e2e/crash/decider.ts", id, hash, JSON.stringify(attempts)], {
      env: {
        ...process.env,
        DATABASE_URL: url,
        ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true",
        SESSION_SECRET: "a secret of the tests, long enough to be accepted",
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The process has no output.");
    await once(child.stdout, "data");
    return child;
  }

  /** Both processes start once both are ready. */
  async function together(id: string, hash: string, attempts: readonly Attempt[]): Promise<readonly string[]> {
    const halves = [attempts.filter((_, index) => index % 2 === 0), attempts.filter((_, index) => index % 2 === 1)];
    const children = await Promise.all(halves.map((half) => start(id, hash, half)));
    const answers = children.map(async (child) => {
      if (!child.stdout) throw new Error("The process has no output.");
      for await (const line of createInterface(child.stdout)) if (line.startsWith("[")) return JSON.parse(line) as string[];
      throw new Error("The process said nothing.");
    });
    for (const child of children) child.stdin?.end("go\n");
    return (await Promise.all(answers)).flat();
  }

  const versions = () => inSystem((tx) => tx.configurationVersion.count());
  const changesOf = (targetId: string) => inSystem((tx) => tx.auditEvent.findMany({ where: { targetId, kind: "change" }, orderBy: { id: "asc" } }));
  const stored = (id: string) => inSystem((tx) => tx.configurationProposal.findUniqueOrThrow({ where: { id } }));

  test("fifty decisions on one proposal have one outcome, never by the proposer, and the others are told", async () => {
    const [ana, ...others] = people;
    if (!ana) throw new Error("There is nobody.");
    const before = await versions();
    const { id, hash } = await pendingProposal(ana, { content: withSpread("4.0"), baseNumber: before });
    const attempts = Array.from({ length: 2 * EACH }, (_, index): Attempt => {
      const who = others[index % others.length];
      if (index === 7) return { what: "withdraw", who: identity(ana) };
      if (index % 5 === 0) return { what: "approve", who: identity(ana) };
      return { what: index % 3 === 0 ? "reject" : "approve", ...(who ? { who: identity(who) } : {}) };
    });
    const outcomes = await together(id, hash, attempts);
    expect(outcomes).toHaveLength(2 * EACH);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "SELF_APPROVAL")).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === "ILLEGAL_TRANSITION")).toHaveLength(2 * EACH - 11);
    const { state, appliedNumber, deciderId } = await stored(id);
    expect(deciderId).not.toBe(ana.userId);
    expect(await versions()).toBe(before + (state === "approved" ? 1 : 0));
    expect(appliedNumber).toBe(state === "approved" ? before + 1 : null);
    const events = (await changesOf(id)).map(({ action }) => action);
    expect(events).toEqual(state === "approved" ? ["configuration.approved", "configuration.applied"] : [`configuration.${state}`]);
  });

  test("fifty attempts to apply a due proposal apply it once", async () => {
    const [ana, ben] = people;
    if (!ana || !ben) throw new Error("There are too few people.");
    const before = await versions();
    const due = await pendingProposal(ana, { content: withSpread("5.0"), baseNumber: before, approvedBy: ben, effectiveAt: new Date(Date.now() - 1_000) });
    const outcomes = await together(
      due.id,
      due.hash,
      Array.from({ length: 2 * EACH }, () => ({ what: "apply" })),
    );
    expect(outcomes.toSorted()).toEqual(["applied", ...Array.from({ length: 2 * EACH - 1 }, () => "nothing due")]);
    expect(await versions()).toBe(before + 1);
    expect(await stored(due.id)).toMatchObject({ state: "approved", appliedNumber: before + 1 });
    expect((await changesOf(due.id)).map(({ action, actorName }) => [action, actorName])).toEqual([["configuration.applied", "Rolebook"]]);
  });
});
