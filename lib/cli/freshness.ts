import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Whether a build output is up to date with its sources, by content: a fresh clone has new timestamps. */

const SKIPPED = /(^|\/)(generated|node_modules)(\/|$)|\.test\.tsx?$|^lib\/(testing|cli)\//;

function filesBelow(place: string): string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return existsSync(place) ? [place] : [];
  }
}

/** A content hash of files and folders, without tests and tools. */
export function fingerprint(places: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of places
    .flatMap(filesBelow)
    .filter((name) => !SKIPPED.test(name))
    .sort())
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

export function isFresh(stamp: string, print: string): boolean {
  try {
    return readFileSync(stamp, "utf8") === print;
  } catch {
    return false;
  }
}

export function markFresh(stamp: string, print: string): void {
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}
