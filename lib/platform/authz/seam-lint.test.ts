import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

/** Runs the linter's real settings over files written here: it must report what they forbid. */

const folder = mkdtempSync(path.join(tmpdir(), "rolebook-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files the linter reports for an import restriction. */
async function restricted(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const settings = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(path.join(folder, "biome.json"), JSON.stringify({ ...settings, plugins: [], vcs: { enabled: false } }));
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), source);
  }
  const biome = path.resolve("node_modules/@biomejs/biome/bin/biome");
  const command = [biome, "lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=none", "."];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder }).catch((failed: { stdout: string }) => failed);
  const found = [...stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)].map(([, file = ""]) => path.relative(folder, path.resolve(folder, file)));
  return [...new Set(found)].sort();
}

const FROM = "@/lib/platform/authz";
const EVALUATING = {
  decide: `import { decide } from "${FROM}/decide";\nexport const x = decide;\n`,
  decideRequirement: `import { decideRequirement as renamed } from "${FROM}/decide";\nexport const x = renamed;\n`,
  decidePage: `import { decidePage } from "${FROM}/admin-tabs";\nexport const x = decidePage;\n`,
  everything: `import * as all from "${FROM}/decide";\nexport const x = all.decide;\n`,
  passedOn: `export { decide } from "${FROM}/decide";\n`,
  later: `export const x = async () => (await import("${FROM}/decide")).decide;\n`,
  relative: 'import { decide } from "../../platform/authz/decide";\nexport const x = decide;\n',
  beneath: 'import { decide } from "./platform/authz/decide";\nexport const x = decide;\n',
  byFile: `import { decide } from "${FROM}/decide.ts";\nexport const x = decide;\n`,
  inARoundaboutWay: `import { decide } from "${FROM}/../authz/decide";\nexport const x = decide;\n`,
};
const OUTSIDE = [
  "lib/domain/people/rules.ts",
  "lib/domain/support/commands.ts",
  "lib/adapters/web/form-action.ts",
  "lib/adapters/sign-in/join.ts",
  "lib/platform/unit-of-work/scope.ts",
  "lib/platform/db/transaction.ts",
  "lib/composition.ts",
  "components/portal/a.tsx",
  "app/(portal)/layout.tsx",
];

test("the linter refuses evaluating a permission outside the seam, under any name", async () => {
  const files = OUTSIDE.flatMap((file) => Object.entries(EVALUATING).map(([name, source]) => [file.replace(/(\.tsx?)$/, `-${name}$1`), source] as const));
  const allowed = {
    "lib/platform/unit-of-work/authorize.ts": EVALUATING.decide,
    "lib/domain/people/fine.ts": `import { EVERY_ENTITY, type Target } from "${FROM}/decide";\nexport const x: Target = EVERY_ENTITY;\n`,
    "lib/domain/people/some.test.ts": EVALUATING.decide,
    "prisma/seed/visits.ts": EVALUATING.decide,
  };
  expect(await restricted({ ...Object.fromEntries(files), ...allowed })).toEqual(files.map(([file]) => file).sort());
});
