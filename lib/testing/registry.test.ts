import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ADMIN_TABS, PAGES } from "@/lib/platform/authz/admin-tabs";
import { ACTION_TABLE, DOWNLOAD_TABLE, linesOf, PAGE_TABLE } from "./registry.tables";

/** The tables of the registry name every way in, as the sources have them; what each row says is tested over HTTP and bare. */

const filesIn = (folder: string, name: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.posix.join(folder, file));
const source = (file: string): string => readFileSync(file, "utf8");
const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();
const pages = filesIn("app", "page.tsx");

/** The address of a file below `app`: groups in brackets are no part of it. */
const routeOf = (file: string): string =>
  `/${path.posix
    .dirname(path.posix.relative("app", file))
    .replace(/(^|\/)(\([^)]+\)|\.)(?=\/|$)/g, "")
    .replace(/^\//, "")}`;

test("every page has a row, and every row a page", () => {
  expect(sorted(pages.map(routeOf))).toEqual(sorted(linesOf(PAGE_TABLE, ["route"]).map(({ route }) => route)));
});

test("every tab and every entry of the page table has a page", () => {
  const routes: readonly string[] = pages.map(routeOf);
  expect([...ADMIN_TABS, ...PAGES].map(({ href }) => href).filter((href) => !routes.includes(href))).toEqual([]);
});

test("every page of the portal opens a query, itself or through a helper beside it", () => {
  const opens = (file: string): boolean => /\bopenPage\(/.test(source(file));
  const helpersOf = (file: string) =>
    [...source(file).matchAll(/from "(\.[^"]+)"/g)]
      .flatMap(([, name = ""]) => [".ts", ".tsx"].map((end) => path.join(path.dirname(file), name) + end))
      .filter((name) => existsSync(name));
  expect(pages.filter((file) => file.startsWith("app/(portal)") && ![file, ...helpersOf(file)].some(opens))).toEqual([]);
});

test("every operation has one form action, and every form action a row under its operation's name", () => {
  const names = new Map(
    filesIn("lib/domain", "operations.ts").flatMap((file) =>
      [...source(file).matchAll(/export const (\w+) = operation\(\{\s*name: "([^"]+)"/g)].map(([, key = "", name = ""]) => [key, name] as const),
    ),
  );
  const forms = filesIn("app", "actions.ts").flatMap((file) => [...source(file).matchAll(/export const (\w+) = formAction\((\w+)/g)]);
  expect(sorted(forms.map(([, , key = ""]) => key))).toEqual(sorted(names.keys()));
  const lines = linesOf(ACTION_TABLE, ["action", "export"]).map((line) => `${line.action} ${line.export}`);
  expect(sorted(forms.map(([, exported, key = ""]) => `${names.get(key)} ${exported}`))).toEqual(sorted(lines));
});

test("every route of the portal is a download with a row", () => {
  const routes = filesIn("app/(portal)", "route.ts");
  expect(routes.filter((file) => !source(file).includes("export const GET = defineDownload("))).toEqual([]);
  expect(sorted(routes.map(routeOf))).toEqual(sorted(linesOf(DOWNLOAD_TABLE, ["route"]).map(({ route }) => route.replace(/\?.*/, ""))));
});
