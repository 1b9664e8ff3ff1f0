import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Whether something made from files is still what those files would make: by their contents, since a fresh clone has new times. */

const SKIPPED = /(^|\/)(generated|node_modules)(\/|$)|\.test\.tsx?$|^lib\/(testing|cli)\//;

function filesBelow(place: string): string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return existsSync(place) ? [place] : [];
  }
}

/** A fingerprint of files and folders, the same for the same contents. Tests and tools do not count. */
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
