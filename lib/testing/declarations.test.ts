import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { download } from "@/lib/platform/operations/download";
import { operation } from "@/lib/platform/operations/operation";
import { query } from "@/lib/platform/operations/query";
import { registeredActions } from "@/lib/platform/operations/registry";

/** Where operations, queries and downloads are declared: in domains, each under a name of its own. */

const sources = ["app", "components", "lib"].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(top, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^lib\/(generated|testing)\//.test(file)),
);
const DECLARES = /(?<!function |\.)\b(?:operation|query|download)(?:<[^>]*>)?\(\{/g;
const EXPORTED = /^export const \w+ = (?:operation|query|download)(?:<[^>]*>)?\(\{$/gm;
const countIn = (pattern: RegExp) => (file: string) => [...readFileSync(file, "utf8").matchAll(pattern)].length;

test("nothing is declared outside a domain, and whatever a domain declares is an exported constant", () => {
  const declaring = sources.filter((file) => countIn(DECLARES)(file) > 0);
  expect(declaring.filter((file) => !file.startsWith("lib/domain/"))).toEqual([]);
  expect(declaring.filter((file) => countIn(DECLARES)(file) !== countIn(EXPORTED)(file))).toEqual([]);
  expect(declaring.length).toBeGreaterThan(15);
});

describe("the registry", () => {
  const base = { name: "test.once", permission: "Users.View", across: "own-entity", input: z.strictObject({}) } as const;
  const read = async () => true;
  const run = async () => {};

  test("takes the same declaration again, as when a module loads twice", () => {
    for (const _ of [1, 2]) query({ ...base, read });
    expect(registeredActions().filter(({ name }) => name === "test.once")).toHaveLength(1);
  });

  test("takes no other declaration under a name that is taken", () => {
    expect(() => query({ ...base, permission: "Users.Manage", read })).toThrow(/declared twice/);
    expect(() => query({ ...base, across: "every-entity", read })).toThrow(/declared twice/);
    expect(() => operation({ ...base, target: "own-entity", run })).toThrow(/declared twice/);
    expect(() =>
      download({
        ...base,
        permission: "Users.Manage",
        async *body() {
          yield "";
        },
      }),
    ).toThrow(/declared twice/);
    operation({ ...base, name: "test.change", target: "own-entity", run });
    expect(() => operation({ ...base, name: "test.change", target: "own-entity", audit: "none", run })).toThrow(/declared twice/);
  });
});
