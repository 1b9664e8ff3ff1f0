import { expect, test } from "vitest";
import { refusalBehind, refusalOf } from "./directory-problem";

test.each([
  ["access_denied", "AADSTS65004: User declined to consent to access the app.", { code: "CONSENT_MISSING", directoryCode: 65004 }],
  ["invalid_client", "AADSTS7000222: The provided client secret keys for app are expired.", { code: "PORTAL_NOT_KNOWN_TO_DIRECTORY", directoryCode: 7000222 }],
  ["unauthorized_client", "AADSTS700016: Application with identifier was not found.", { code: "PORTAL_NOT_KNOWN_TO_DIRECTORY", directoryCode: 700016 }],
  ["access_denied", "AADSTS50105: The signed in user is not assigned to a role.", { code: "ACCOUNT_NOT_ALLOWED", directoryCode: 50105 }],
  ["access_denied", "AADSTS53003: Access has been blocked by Conditional Access policies.", { code: "DIRECTORY_POLICY", directoryCode: 53003 }],
  ["server_error", "AADSTS90033: A transient error has occurred.", { code: "DIRECTORY_TRY_AGAIN", directoryCode: 90033 }],
  ["server_error", "AADSTS99999999: Something of tomorrow.", { code: "DIRECTORY_TRY_AGAIN", directoryCode: 99999999 }],
  ["invalid_grant", "AADSTS99999998: Something of tomorrow.", { code: "DIRECTORY_ERROR", directoryCode: 99999998 }],
  ["invalid_client", "", { code: "PORTAL_NOT_KNOWN_TO_DIRECTORY" }],
  ["access_denied", "", null],
  ["toString", "", null],
])("%s with %j maps to its refusal code", (error, description, refusal) => {
  expect(refusalOf({ error, description })).toEqual(refusal);
});

test("the directory's error number is found at any depth of a Graph or token error", () => {
  const token = Object.assign(new Error("invalid_client: 7000222 - AADSTS7000222: The provided client secret keys are expired."), {
    errorCode: "invalid_client",
  });
  expect(refusalBehind(new Error("The directory did not answer.", { cause: new Error("fetch", { cause: token }) }))).toEqual({
    code: "PORTAL_NOT_KNOWN_TO_DIRECTORY",
    directoryCode: 7000222,
  });
  const graph = Object.assign(new Error("Insufficient privileges to complete the operation."), { code: "Authorization_RequestDenied" });
  expect(refusalBehind(new Error("no", { cause: graph }))).toEqual({ code: "CONSENT_MISSING" });
  expect(refusalBehind(new Error("invalid_client (client authentication failed)"))).toEqual({ code: "PORTAL_NOT_KNOWN_TO_DIRECTORY" });
  expect(refusalBehind(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))).toBeNull();
});
