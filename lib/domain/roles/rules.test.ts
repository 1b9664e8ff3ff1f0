import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { person } from "@/lib/testing/principals";
import { whyNotDecider, whyNotOwnRole } from "./rules";

const me = { ...person("operator", { globalAppRole: true }), login: "me@aex.example" };
const somebody = () => ({ id: randomUUID(), oid: randomUUID(), login: "somebody@aex.example" });

test.each([
  ["somebody else’s", {}, "passes"],
  ["one’s own", { id: me.userId, oid: me.oid }, "SELF_APPROVAL"],
  ["that of one’s own row, whatever it says of the directory", { id: me.userId }, "SELF_APPROVAL"],
  ["that of another account of one’s own", { oid: me.oid }, "SELF_APPROVAL"],
  ["that of one’s own account before the directory made it anew", { login: "me@aex.example" }, "SELF_APPROVAL"],
  ["that of a person who has never signed in", { login: null }, "passes"],
])("a role can be changed by a permitted person unless it is their own: %s", (_whose, same, code) => {
  expect(whyNotOwnRole({ ...somebody(), ...same }, me)?.code ?? "passes").toBe(code);
});

describe("a request is decided by a second person", () => {
  test.each([
    ["neither asked nor is asked about", {}, {}, "passes"],
    ["asked", { requesterId: me.userId }, {}, "SELF_APPROVAL"],
    ["asked under another account", { requesterOid: me.oid }, {}, "SELF_APPROVAL"],
    ["asked before the directory made their account anew", { requesterLogin: "me@aex.example" }, {}, "SELF_APPROVAL"],
    ["is asked about", {}, { id: me.userId }, "SELF_APPROVAL"],
    ["is asked about under another account", {}, { oid: me.oid }, "SELF_APPROVAL"],
    ["is asked about under their account of before", {}, { login: "me@aex.example" }, "SELF_APPROVAL"],
  ])("the requester and the subject may not decide: a person who %s", (_who, asked, about, code) => {
    const requester = { requesterId: randomUUID(), requesterOid: randomUUID(), requesterLogin: "requester@aex.example", ...asked };
    expect(whyNotDecider(requester, { ...somebody(), ...about }, me)?.code ?? "passes").toBe(code);
  });
});
