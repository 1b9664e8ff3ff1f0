import { expect, test } from "vitest";
import { BASELINE, readMigrations } from "./migrations";

/** A changed baseline would not reach databases that already have it: a change is a migration of its own. */
const BASELINE_SHA256 = "c49a5c0a82aa4f2aab9bef0137a5eb3bea652906946ed15abe8961d540b3cd09";

test("the baseline comes first and is unchanged since the first database was made from it", () => {
  const [first] = readMigrations();
  expect(first).toMatchObject({ name: BASELINE, checksum: BASELINE_SHA256 });
});
