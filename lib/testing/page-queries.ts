import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const filesIn = (folder: string, isWanted: (file: string) => boolean): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isWanted);

/** A page's text; of one that is another's as well, the other's. */
function pageText(file: string): string {
  const text = readFileSync(file, "utf8");
  const [, other] = /^export \{ default \} from "([^"]+)";$/m.exec(text) ?? [];
  return other ? pageText(`${path.join(path.dirname(file), other)}.tsx`) : text;
}

/** The pages that open a query, by route, with the name under which the query is exported. */
export const queriesOfPages = (): ReadonlyMap<string, string> =>
  new Map(
    filesIn("app", (file) => path.basename(file) === "page.tsx").flatMap((file) => {
      const [, key] = /openPage\((\w+)/.exec(pageText(path.join("app", file))) ?? [];
      const route = `/${path.posix.dirname(file).replace(/\([^)]*\)\/?/g, "")}`;
      return key ? [[route, key] as const] : [];
    }),
  );

/** The downloads that routes send as files, by route, with the name under which each is exported. */
export const downloadsOfRoutes = (): ReadonlyMap<string, string> =>
  new Map(
    filesIn("app/(portal)", (file) => path.basename(file) === "route.ts").flatMap((file) => {
      const [, key] = /defineDownload\((\w+)/.exec(readFileSync(path.join("app/(portal)", file), "utf8")) ?? [];
      return key ? [[`/${path.posix.dirname(file)}`, key] as const] : [];
    }),
  );

/** The names that queries have on the record, by the name under which they are exported. */
export const recordedNames = (): ReadonlyMap<string, string> =>
  new Map(
    filesIn("lib/domain", (file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).flatMap((file) =>
      [...readFileSync(path.join("lib/domain", file), "utf8").matchAll(/export const (\w+) = query\(\{\s*name: "([^"]+)"/g)].map(
        ([, key = "", name = ""]) => [key, name] as const,
      ),
    ),
  );
