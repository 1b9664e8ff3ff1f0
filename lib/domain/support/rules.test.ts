import { describe, expect, test } from "vitest";
import { person } from "@/lib/testing/principals";
import { assertNotClosed, assertParticipant, assertPermissionMissing, assertUnchanged } from "./rules";

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
    for (const status of ["active", "halted", "frozen"] as const) expect(() => assertParticipant(own, person("viewer", { status }), false)).not.toThrow();
  });

  test("whoever looks after requests; nobody else", () => {
    expect(() => assertParticipant(asked, person("credit-manager"), true)).not.toThrow();
    expect(() => assertParticipant(asked, person("trader"), false)).toThrow("no such request");
  });

  test("nobody in a request that they cannot see, told like one that does not exist", () => {
    expect(() => assertParticipant(null, person("operator", { globalAppRole: true }), true)).toThrow("no such request");
  });

  test("not somebody frozen, except in their own", () => {
    expect(() => assertParticipant(asked, person("credit-manager", { status: "frozen" }), true)).toThrow("frozen");
    expect(() => assertParticipant(own, person("credit-manager", { status: "frozen" }), true)).not.toThrow();
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
