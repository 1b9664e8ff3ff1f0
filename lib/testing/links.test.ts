import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import type { DocumentLinkProps } from "@/components/ui/document-link";
import type { PageLinkProps } from "@/components/ui/page-link";
import { localPath, type PageAddress } from "@/lib/platform/local-path";

/** Nothing becomes a link but an address of this portal: the compiler and the linter see to it. */

const scratch = mkdtempSync(path.join(tmpdir(), "rolebook-links-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Never called: the compiler is the judge. */
export function links(id: string, outside: string): readonly PageAddress[] {
  // @ts-expect-error an address from outside
  const any: PageAddress = outside;
  // @ts-expect-error what follows the first slash decides where it leads
  const first: PageAddress = `/${id}`;
  // @ts-expect-error another site
  const site: PageAddress = "//evil.example";
  // @ts-expect-error another site, as browsers read it
  const backslash: PageAddress = "/\\evil.example";
  // @ts-expect-error another site by its name
  const absolute: PageAddress = "https://evil.example";
  // @ts-expect-error a script
  const script: PageAddress = "javascript:alert(1)";
  return [any, first, site, backslash, absolute, script, "/", "", "/admin/users", `/admin/users/${id}`, `?q=${id}`, "#change", localPath(outside)];
}

test("links take addresses of this portal, and besides them only somebody's mail or telephone", () => {
  expectTypeOf<DocumentLinkProps["href"]>().toEqualTypeOf<PageAddress>();
  expectTypeOf<PageLinkProps["href"]>().toEqualTypeOf<PageAddress | `mailto:${string}` | `tel:${string}`>();
});

const link = (name: string) => `import Link from "${name}";\nexport const b = Link;\n`;
const WRONG: Readonly<Record<string, string>> = {
  "app/(portal)/a.tsx": link("next/link"),
  "components/portal/a.tsx": link("next/link"),
  "components/portal/b.tsx": link("next/link.js"),
  "components/portal/c.tsx": 'export const later = () => import("next/link");\n',
  "components/portal/d.tsx": 'export { default } from "next/link";\n',
  "components/ui/button.tsx": link("next/link"),
  "lib/domain/people/a.ts": link("next/link"),
  "app/(portal)/c.tsx": "export const a = (href: string) => <a href={href}>x</a>;\n",
  "components/ui/link.tsx": "export const a = (props: object) => <a {...props} />;\n",
};
const RIGHT: Readonly<Record<string, string>> = {
  "components/ui/page-link.tsx": link("next/link"),
  "components/ui/document-link.tsx": "export const a = (href: string) => <a href={href}>x</a>;\n",
  "components/portal/fine.tsx": 'import { PageLink } from "@/components/ui/page-link";\nexport const a = <PageLink href="/">x</PageLink>;\n',
  "app/(portal)/fine.tsx": "export const a = <article><abbr>x</abbr></article>;\n",
};

test("the linter refuses every other way to a link", async () => {
  cpSync("lib/cli/links.grit", path.join(scratch, "links.grit"));
  writeFileSync(path.join(scratch, "biome.json"), JSON.stringify({ plugins: ["./links.grit"], linter: { rules: { recommended: false } } }));
  for (const [file, source] of Object.entries({ ...WRONG, ...RIGHT })) {
    mkdirSync(path.join(scratch, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(scratch, file), source);
  }
  const command = [path.resolve("node_modules/@biomejs/biome/bin/biome"), "lint", "--reporter=github", "--max-diagnostics=none", "."];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: scratch }).catch((failed: { stdout: string }) => failed);
  const refused = [...stdout.matchAll(/title=plugin[^\n]*?file=([^,]+),/g)].map(([, file = ""]) => path.relative(scratch, path.resolve(scratch, file)));
  expect([...new Set(refused)].sort()).toEqual(Object.keys(WRONG).sort());
});
