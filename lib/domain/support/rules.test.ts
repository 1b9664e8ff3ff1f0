import { expect, test } from "vitest";
import { person } from "@/lib/testing/principals";
import { assertNotClosed, assertPermissionMissing, assertUnchanged, whyNotHelp } from "./rules";

const asked = {
  id: "0190a0c0-0000-7000-8000-0000000000ab",
  entityId: person("viewer").entity.id,
  subject: "Help",
  userId: "0190a0c0-0000-7000-8000-0000000000ff",
  version: 3,
  state: "open",
} as const;
const own = { ...asked, userId: person("viewer").userId };

test("whoever is frozen writes in a thread of their own, and in no other", () => {
  for (const status of ["active", "halted", "frozen"] as const) expect(whyNotHelp(own, person("viewer", { status }))).toBeNull();
  expect(whyNotHelp(asked, person("credit-manager"))).toBeNull();
  expect(whyNotHelp(asked, person("credit-manager", { status: "frozen" }))?.message).toContain("frozen");
});

test("a request with a newer message than was seen is not closed, and one that was seen is", () => {
  expect(() => assertUnchanged(asked, 2)).toThrow(expect.objectContaining({ code: "STALE_BASE" }));
  expect(() => assertUnchanged(asked, 3)).not.toThrow();
});

test("a closed request is not closed again, an answered one may be", () => {
  expect(() => assertNotClosed({ ...asked, state: "closed" })).toThrow(expect.objectContaining({ code: "ILLEGAL_TRANSITION" }));
  expect(() => assertNotClosed({ ...asked, state: "answered" })).not.toThrow();
});

test("nobody asks for what they have", () => {
  expect(() => assertPermissionMissing(true)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  expect(() => assertPermissionMissing(false)).not.toThrow();
});
