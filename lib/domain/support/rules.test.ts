import { describe, expect, test } from "vitest";
import { person } from "@/lib/testing/principals";
import { assertNotClosed, assertPermissionMissing, assertUnchanged, whyNotTakePart } from "./rules";

const asked = {
  id: "0190a0c0-0000-7000-8000-0000000000ab",
  entityId: person("viewer").entity.id,
  subject: "Help",
  userId: "0190a0c0-0000-7000-8000-0000000000ff",
  version: 3,
  state: "open",
} as const;
const own = { ...asked, userId: person("viewer").userId };

describe("who takes part in a request", () => {
  test("whoever asked, whatever their role or status", () => {
    for (const status of ["active", "halted", "frozen"] as const) expect(whyNotTakePart(own, person("viewer", { status }), false)).toBeNull();
  });

  test("whoever looks after requests; nobody else", () => {
    expect(whyNotTakePart(asked, person("credit-manager"), true)).toBeNull();
    expect(whyNotTakePart(asked, person("trader"), false)?.message).toContain("no such request");
  });

  test("nobody in a request that they cannot see, told like one that does not exist", () => {
    expect(whyNotTakePart(null, person("operator", { globalAppRole: true }), true)?.message).toContain("no such request");
  });

  test("not somebody frozen, except in their own", () => {
    expect(whyNotTakePart(asked, person("credit-manager", { status: "frozen" }), true)?.message).toContain("frozen");
    expect(whyNotTakePart(own, person("credit-manager", { status: "frozen" }), true)).toBeNull();
  });
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
