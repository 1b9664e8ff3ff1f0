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

test("a frozen person writes in their own threads only", () => {
  for (const status of ["active", "halted", "frozen"] as const) expect(whyNotHelp(own, person("viewer", { status }))).toBeNull();
  expect(whyNotHelp(asked, person("credit-manager"))).toBeNull();
  expect(whyNotHelp(asked, person("credit-manager", { status: "frozen" }))?.message).toContain("frozen");
});

test("a request is closed only when its last message has been seen", () => {
  expect(() => assertUnchanged(asked, 2)).toThrow(expect.objectContaining({ code: "STALE_BASE" }));
  expect(() => assertUnchanged(asked, 3)).not.toThrow();
});

test("a closed request cannot be closed again, and an answered one can", () => {
  expect(() => assertNotClosed({ ...asked, state: "closed" })).toThrow(expect.objectContaining({ code: "ILLEGAL_TRANSITION" }));
  expect(() => assertNotClosed({ ...asked, state: "answered" })).not.toThrow();
});

test("nobody requests a permission they hold", () => {
  expect(() => assertPermissionMissing(true)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  expect(() => assertPermissionMissing(false)).not.toThrow();
});
