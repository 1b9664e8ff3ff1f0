import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

/** The house that lib/decisions/022 draws. */

const scratch = mkdtempSync(path.join(tmpdir(), "rolebook-folders-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const isProduct = (file: string) => /\.(tsx?|mjs)$/.test(file) && !/\.test\.tsx?$|\.child\.ts$|^lib\/(generated|testing)\//.test(file);
const sources = ["app", "components", "lib"].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(top, name))
    .filter(isProduct),
);

/** A folder of the house: a domain, an adapter, a part of the platform; a file that lies beside them is one by itself. */
function folderOf(file: string): string {
  const [top = "", floor, ...more] = file.split("/");
  if (top !== "lib") return top;
  return /^(platform|domain|adapters)$/.test(floor ?? "") ? `${floor}/${more[0]}` : (floor ?? "");
}

/** Which folders each folder imports from, types included. */
function importsBetweenFolders(): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  for (const file of sources) {
    const from = folderOf(file);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/(?:\bfrom |\bimport |\bimport\()"([^"]+)"/g)) {
      const target = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : null;
      const to = target && folderOf(target);
      if (to && to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  return edges;
}

/** The folders from which one gets back to where one started. */
function inCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const reachable = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const waiting = [...(edges.get(start) ?? [])];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (!seen.has(next)) waiting.push(...(edges.get(next) ?? []));
      seen.add(next);
    }
    return seen;
  };
  return [...edges.keys()].filter((folder) => reachable(folder).has(folder)).sort();
}

test("no folder of the house imports from one that imports from it, over however many others", () => {
  const edges = importsBetweenFolders();
  expect(edges.get("app")).toContain("domain/people");
  expect(inCycles(edges)).toEqual([]);
  expect(inCycles(new Map([...edges, ["platform/db", new Set(["domain/people"])]]))).toContain("platform/db");
});

/** How a file reaches what runs on the server only, over whatever it imports but types; null where it does not. */
function serverOnly(file: string, seen: Set<string> = new Set()): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?"([^"]+)";$/gm)) {
    if (specifier === "server-only") return file;
    const target = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : null;
    const next = target && sources.find((source) => source === `${target}.ts` || source === `${target}/index.ts`);
    const found = next && serverOnly(next, seen);
    if (found) return `${file} > ${found}`;
  }
  return null;
}

test("a domain's model can be used anywhere: it reaches nothing that runs on the server only, and its index does", () => {
  const doors = (name: string) => sources.filter((file) => file.startsWith("lib/domain/") && file.endsWith(`/${name}.ts`));
  expect(doors("model").length).toBeGreaterThan(5);
  expect(doors("model").flatMap((file) => serverOnly(file) ?? [])).toEqual([]);
  expect(doors("index").flatMap((file) => serverOnly(file) ?? [])).toHaveLength(doors("index").length);
});

const WRONG: Readonly<Record<string, string>> = {
  "lib/platform/jobs/a.ts": "@/lib/domain/market",
  "lib/platform/jobs/b.ts": "@/lib/adapters/web/page",
  "lib/domain/people/a.ts": "@/lib/adapters/entra/graph",
  "lib/domain/people/b.ts": "@/lib/domain/roles/apply",
  "lib/domain/people/c.ts": "@/lib/domain/people/commands",
  "lib/domain/people/d.ts": "@/lib/platform/refusal",
  "lib/domain/people/e.ts": "@/lib/platform/authz/denied",
  "lib/domain/people/f.ts": "../../platform/refusal",
  "lib/adapters/smtp/a.ts": "@/components/portal/form",
  "lib/adapters/smtp/b.ts": "@/lib/domain/mail/seal",
  "components/portal/a.tsx": "@/app/page",
  "app/(portal)/a.tsx": "@/lib/testing/world",
  "app/(portal)/b.tsx": "@/lib/domain/people/queries",
  "lib/composition.ts": "@/lib/domain/market/scheduler",
};

const RIGHT: Readonly<Record<string, string>> = {
  "lib/platform/jobs/fine.ts": "@/lib/platform/env",
  "lib/domain/people/fine.ts": "@/lib/domain/roles",
  "lib/domain/people/pure.ts": "@/lib/domain/roles/model",
  "lib/domain/people/near.ts": "./commands",
  "lib/domain/people/refuses.ts": "@/lib/platform/unit-of-work/refuse",
  "lib/adapters/web/refuses.ts": "@/lib/platform/refusal",
  "lib/domain/people/any.test.ts": "@/lib/domain/roles/apply",
  "lib/adapters/smtp/fine.ts": "@/lib/domain/mail",
  "components/portal/fine.tsx": "@/lib/domain/people/model",
  "app/(portal)/fine.tsx": "@/components/portal/form",
};

/** Which of these files the linter complains about, with the project's settings but these plugins alone. */
async function complaints(plugins: readonly string[], files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(scratch, "lint-"));
  for (const plugin of plugins) cpSync(`lib/cli/${plugin}`, path.join(folder, plugin));
  const rules = { recommended: false, correctness: { noUnusedFunctionParameters: "error", noUnusedVariables: "error" } };
  writeFileSync(path.join(folder, "biome.json"), JSON.stringify({ plugins: plugins.map((plugin) => `./${plugin}`), linter: { rules } }));
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  const command = [path.resolve("node_modules/@biomejs/biome/bin/biome"), "lint", "--reporter=github", "--max-diagnostics=none", "."];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder }).catch((failed: { stdout: string }) => failed);
  const found = [...stdout.matchAll(/^::[^\n]*?file=([^,]+\.tsx?),/gm)].map(([, file = ""]) => path.relative(folder, path.resolve(folder, file)));
  return [...new Set(found)].sort();
}

test("the linter refuses whatever is not allowed on a floor, every door of a domain but its index and its model, and a domain that makes its own refusals", async () => {
  const files = Object.entries({ ...WRONG, ...RIGHT }).map(([file, specifier]) => [file, `import { a } from "${specifier}";\nexport const b = a;\n`] as const);
  expect(await complaints(["floors.grit"], Object.fromEntries(files))).toEqual(Object.keys(WRONG).sort());
});

test("the linter refuses a grant that is taken and not used, under any name", async () => {
  const wrong = {
    "lib/domain/people/a.ts": "export const read = (tx: object, _grant: string) => tx;\n",
    "lib/domain/people/b.ts": "export const read = (tx: object, _: string) => tx;\n",
    "lib/domain/people/c.ts": "export function read(tx: object, grant: string) {\n  return tx;\n}\n",
    "lib/domain/people/d.ts": "export const read = ({ tx, grant }: { tx: object; grant: string }) => tx;\n",
    "lib/platform/audit/e.ts": "export async function read(tx: object, _unused: string) {\n  return tx;\n}\n",
    "app/page.tsx": "export const Page = ({ tx, grant }: { tx: object; grant: string }) => String(tx);\n",
  };
  const right = {
    "lib/domain/people/fine.ts": "export const read = (tx: object, grant: string) => [tx, grant];\nexport const all = [1].map((_, index) => index);\n",
    "lib/domain/people/fine.test.ts": "export const read = (tx: object, _grant: string) => tx;\n",
  };
  expect(await complaints(["grants.grit"], { ...wrong, ...right })).toEqual(Object.keys(wrong).sort());
});
