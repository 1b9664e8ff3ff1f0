import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { RoleRequest } from "@/lib/platform/db/types";
import { person } from "@/lib/testing/principals";
import { whyNotDecider, whyNotOwnRole } from "./rules";

const me = person("operator", { globalAppRole: true });

test.each([
  ["somebody else’s", {}, "passes"],
  ["one’s own", { id: me.userId, oid: me.oid }, "SELF_APPROVAL"],
  ["that of one’s own row, whatever it says of the directory", { id: me.userId }, "SELF_APPROVAL"],
  ["that of another account of one’s own", { oid: me.oid }, "SELF_APPROVAL"],
])("a role can be changed by a permitted person unless it is their own: %s", (_whose, same, code) => {
  expect(whyNotOwnRole({ id: randomUUID(), oid: randomUUID(), ...same }, me)?.code ?? "passes").toBe(code);
});

describe("a request is decided by a second person", () => {
  const request: Pick<RoleRequest, "state" | "userId" | "requesterId" | "requesterOid" | "endsAt" | "decisionReason"> = {
    state: "pending",
    userId: randomUUID(),
    requesterId: randomUUID(),
    requesterOid: randomUUID(),
    endsAt: null,
    decisionReason: null,
  };

  test.each([
    ["neither asked nor is asked about", {}, {}, "passes"],
    ["asked", { requesterId: me.userId }, {}, "SELF_APPROVAL"],
    ["asked under another account", { requesterOid: me.oid }, {}, "SELF_APPROVAL"],
    ["is asked about", { userId: me.userId }, {}, "SELF_APPROVAL"],
    ["is asked about under another account", {}, { oid: me.oid }, "SELF_APPROVAL"],
  ])("the requester and the subject may not decide: a person who %s", (_who, asked, about, code) => {
    expect(whyNotDecider({ ...request, ...asked }, { oid: randomUUID(), ...about }, me)?.code ?? "passes").toBe(code);
  });
});
