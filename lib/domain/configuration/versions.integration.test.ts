import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Denied } from "@/lib/platform/authz/denied";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { appliedProposal } from "@/lib/testing/configuration";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { entityAdmin, globalOperator, openTestWorld, operator, readAs } from "@/lib/testing/world";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { hashOf } from "./hash";
import { againstParams } from "./queries";
import type { ConfigurationContent } from "./schema";
import { compareVersion, currentVersion, getVersion, listVersions, type VersionListParams, versionListParams } from "./versions";

const VERSIONS = 60;
const own = { entityId: OWN_ENTITY };
const contentOf = (number: number): ConfigurationContent => ({
  ...firstConfiguration.content,
  compliance: { ...firstConfiguration.content.compliance, minimumVolume: `${number}.0` },
});

let database: Database;

beforeAll(async () => {
  database = await openTestWorld();
});

afterAll(() => database.close());

const list = (params: VersionListParams = {}) => readAs(operator, (tx) => listVersions(tx, authorize(tx, "Market.Config.Manage", own), params));
const current = (principal = operator) => readAs(principal, (tx) => currentVersion(tx, authorize(tx, "Market.Config.Manage", own)));
const get = (number: number) => readAs(operator, (tx) => getVersion(tx, authorize(tx, "Market.Config.Manage", own), number));

test("without a configuration there is no version, and the list is empty", async () => {
  expect(await current()).toBeNull();
  expect(await list()).toEqual({ rows: [], next: null, previous: null });
});

/** Versions from 1 on, each after the first approved as the database requires. */
const addVersions = (contents: readonly ConfigurationContent[]) =>
  inSystem(async (tx) => {
    const data = contents.map((content, index) => ({
      number: index + 1,
      content,
      hash: hashOf(content),
      note: `Change ${index + 1}`,
      authorName: "Hēmi Parata",
    }));
    await tx.configurationProposal.createMany({
      data: data.slice(1).map(({ number, content, hash, note }) => appliedProposal({ number, content, hash, reason: note })),
    });
    await tx.configurationVersion.createMany({ data });
  });

describe("a history of sixty versions", () => {
  beforeAll(async () => {
    await addVersions(Array.from({ length: VERSIONS }, (_, index) => contentOf(index + 1)));
  });

  test("the current version is the latest, for an operator with and without Global", async () => {
    expect(await current()).toMatchObject({ number: VERSIONS, content: contentOf(VERSIONS), hash: hashOf(contentOf(VERSIONS)) });
    expect(await current(globalOperator)).toEqual(await current());
  });

  test("the list has each version exactly once, the newest first, and the same pages backwards", async () => {
    const forward = [await list()];
    for (let next = forward[0]?.next; next; next = forward.at(-1)?.next) forward.push(await list(searchOf(versionListParams, { older: next })));
    const back = [await list(searchOf(versionListParams, { newer: forward.at(-1)?.previous ?? "" }))];
    for (let previous = back[0]?.previous; previous; previous = back[0]?.previous) back.unshift(await list(searchOf(versionListParams, { newer: previous })));

    expect(forward.map(({ rows }) => rows.length)).toEqual([25, 25, 10]);
    expect(forward.flatMap(({ rows }) => rows.map(({ number }) => number))).toEqual(Array.from({ length: VERSIONS }, (_, index) => VERSIONS - index));
    expect(back).toEqual(forward.slice(0, -1));
  });

  test("any version can be read with its content, and an unknown number gives null", async () => {
    expect(await get(7)).toMatchObject({ number: 7, note: "Change 7", content: contentOf(7) });
    expect(await get(VERSIONS + 1)).toBeNull();
  });

  test("a reader without editing rights has the same history and comparisons", async () => {
    const reader = person("entity-admin", { entityAdminViewsConfig: true });
    const look = <T>(read: (tx: ScopedTx, grant: Grant<"Market.Config.View">) => Promise<T>) =>
      readAs(reader, (tx) => read(tx, authorize(tx, "Market.Config.View", own)));
    const beside = (number: number, against?: number) => look((tx, grant) => compareVersion(tx, grant, number, against));

    expect(await look((tx, grant) => listVersions(tx, grant, { older: 40 }))).toEqual(await list({ older: 40 }));
    const [seventh, third, current] = [await get(7), await get(3), await get(VERSIONS)];
    expect(await beside(7, 3)).toEqual({ version: seventh, current, other: third });
    for (const none of [undefined, 7, VERSIONS + 1]) expect(await beside(7, none)).toEqual({ version: seventh, current, other: null });
    expect(await beside(VERSIONS + 1, 7)).toBeNull();
  });
});

test.each(["", "0", "-1", "1.5", "01", "1e3", " 1", "x", "99999999999", ["1"], undefined])("%j is not a version number", (text) => {
  expect(searchOf(againstParams, { against: text })).toEqual({});
});

test("stored content that is not a valid configuration throws", async () => {
  await inSystem(async (tx) => {
    await tx.configurationProposal.create({ data: appliedProposal({ number: VERSIONS + 1, content: {}, hash: "", reason: "" }) });
    await tx.configurationVersion.create({ data: { number: VERSIONS + 1, content: {}, hash: "", note: "", authorName: "" } });
  });
  await expect(current()).rejects.toThrow();
});

test("an entity admin is refused", async () => {
  await expect(readAs(entityAdmin, async (tx) => authorize(tx, "Market.Config.Manage", own))).rejects.toThrow(Denied);
});
