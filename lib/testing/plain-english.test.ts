import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Wording that this project once had and replaced; the right column says by what. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\bwho(m|ever|mever)\b/i, "who, anyone who, the person who"],
  [/\bshall\b/i, "should, must, or the present tense"],
  [/\bspelt out\b/i, "explicit"],
  [/\bsmall letters\b/i, "lower-case"],
  [/\bparts words\b/i, "separates words"],
  [/\bas (it|they) stands?\b/i, "as shown"],
  [/AsItStands/, "Unversioned"],
  [/\blies? on (each|one an)other\b/i, "stack"],
  [/\bled by the\b/i, "sort by"],
  [/\b(not|is not) yours to see\b/i, "you cannot view"],
  [/\bis on its way\b/i, "pending, in transit"],
  [/\bhad to say\b/i, "said"],
  [/\bmust(Be|Have|Not|Leave|Lead)\w*/, "assert… for what throws"],
];
/** Names that say nothing about what a file does. */
const VAGUE_NAME = /^(stored|many|line|turn|desk|settle|utils?|helpers?|misc|common)\.tsx?$/;
/** Prose that is content, not the project's own wording. */
const CONTENT = ["prisma/seed/world-requests.ts", "lib/testing/plain-english.test.ts", "lib/testing/readme.test.ts"];

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx", "*.md", "*.prisma", "*.css"], {
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => !CONTENT.includes(file));

test("names, comments and texts use none of the wording that was replaced", () => {
  const found = files.flatMap((file) => {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.flatMap((line, index) =>
      REPLACED.filter(([pattern]) => pattern.test(line)).map(([pattern, instead]) => `${file}:${index + 1} has ${pattern.exec(line)?.[0]}; say: ${instead}`),
    );
  });
  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(900);
});

test("every file is named for what it does or holds", () => {
  expect(files.filter((file) => VAGUE_NAME.test(path.basename(file)))).toEqual([]);
});
