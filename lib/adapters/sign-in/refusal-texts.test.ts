import { describe, expect, test } from "vitest";
import { roleKeys } from "@/lib/platform/authz/roles";
import { type Refusal, type RefusalCode, refusalPath } from "./refusal";
import { refusalText } from "./refusal-texts";

/** Every code once. A new code without a row does not compile. */
const REFUSALS: { readonly [C in RefusalCode]: Refusal & { readonly code: C } } = {
  NO_ROLE_GROUP: { code: "NO_ROLE_GROUP", otherGroups: 3 },
  SEVERAL_ROLE_GROUPS: { code: "SEVERAL_ROLE_GROUPS", roles: ["viewer", "trader"] },
  NOT_INVITED: { code: "NOT_INVITED" },
  INVITATION_NOT_USABLE: { code: "INVITATION_NOT_USABLE" },
  INVITATION_EXPIRED: { code: "INVITATION_EXPIRED" },
  INVITATION_USED: { code: "INVITATION_USED" },
  INVITATION_REVOKED: { code: "INVITATION_REVOKED" },
  INVITATION_ROLE_WITHDRAWN: { code: "INVITATION_ROLE_WITHDRAWN" },
  INVITATION_FOR_ANOTHER_ADDRESS: { code: "INVITATION_FOR_ANOTHER_ADDRESS" },
  USER_DEACTIVATED: { code: "USER_DEACTIVATED" },
  USER_TERMINATED: { code: "USER_TERMINATED" },
  ENTITY_SUSPENDED: { code: "ENTITY_SUSPENDED" },
  CLAIMS_UNREADABLE: { code: "CLAIMS_UNREADABLE" },
  WRONG_TENANT: { code: "WRONG_TENANT" },
  WRONG_ISSUER: { code: "WRONG_ISSUER" },
  WRONG_AUDIENCE: { code: "WRONG_AUDIENCE" },
  DIRECTORY_UNREACHABLE: { code: "DIRECTORY_UNREACHABLE" },
  SIGN_IN_FAILED: { code: "SIGN_IN_FAILED" },
  CONSENT_MISSING: { code: "CONSENT_MISSING", directoryCode: 65001 },
  PORTAL_NOT_KNOWN_TO_DIRECTORY: { code: "PORTAL_NOT_KNOWN_TO_DIRECTORY", directoryCode: 7000222 },
  ACCOUNT_NOT_ALLOWED: { code: "ACCOUNT_NOT_ALLOWED" },
  DIRECTORY_POLICY: { code: "DIRECTORY_POLICY" },
  DIRECTORY_TRY_AGAIN: { code: "DIRECTORY_TRY_AGAIN" },
  DIRECTORY_ERROR: { code: "DIRECTORY_ERROR" },
  CLOCKS_DIFFER: { code: "CLOCKS_DIFFER" },
  OTHER_ADDRESS: { code: "OTHER_ADDRESS" },
  TOO_MANY_ATTEMPTS: { code: "TOO_MANY_ATTEMPTS" },
  PORTAL_UNAVAILABLE: { code: "PORTAL_UNAVAILABLE" },
};
/** Frozen users may sign in and see what they may not do. */
const codes = [...Object.keys(REFUSALS), "USER_FROZEN"];
const NOTHING = { roles: undefined, groups: undefined };
const general = refusalText("SIGN_IN_FAILED", NOTHING);

const HOSTILE = [
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "Call 0800 123 456 and tell them your password",
  "viewer<b>",
  "__proto__ constructor toString",
  "%3Cscript%3E",
  "\u202eoperator",
  "1e9",
  "-1",
  "99999",
  "1; 2",
  "\u0000",
  "x".repeat(10_000),
  "",
];

describe("refusalText", () => {
  test.each(codes)("%s says what happened and what to do next, in its own words", (code) => {
    const text = refusalText(code, NOTHING);
    for (const part of Object.values(text)) expect(part.length).toBeGreaterThan(10);
    expect(text.next).toMatch(/[.]$/);
    if (code !== "SIGN_IN_FAILED") expect(text).not.toEqual(general);
  });

  test.each(["unknown", "", "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "sign_in_failed", "NOT_INVITED ", ...HOSTILE])(
    "an unknown reason %j gets the general text",
    (reason) => {
      expect(refusalText(reason, NOTHING)).toEqual(general);
    },
  );

  test("a missing reason gets the general text", () => {
    expect(refusalText(undefined, NOTHING)).toEqual(general);
  });

  test.each(HOSTILE)("group and role parameters of an address are never echoed: %j", (value) => {
    for (const code of codes)
      expect(refusalText(code, { roles: value, groups: value, directory: /^\d+$/.test(value) ? undefined : value })).toEqual(refusalText(code, NOTHING));
  });

  test("names the roles found and the number of groups", () => {
    expect(refusalText("SEVERAL_ROLE_GROUPS", { roles: roleKeys.join(" "), groups: undefined }).what).toContain(
      "Viewer, Trader, Credit manager, Entity admin and Operator",
    );
    expect(refusalText("SEVERAL_ROLE_GROUPS", { roles: "viewer astronaut trader", groups: undefined }).what).toContain("Viewer and Trader");
    expect(refusalText("NO_ROLE_GROUP", { roles: undefined, groups: "3" }).what).toContain("groups found: 3");
  });
});

test("the page's address contains only codes, numbers and role keys", () => {
  for (const refusal of Object.values(REFUSALS))
    expect(refusalPath(refusal)).toMatch(/^\/no-access\?reason=[A-Z_]+(&groups=\d+|&roles=[a-z+-]+|&directory=\d+)?$/);
});
