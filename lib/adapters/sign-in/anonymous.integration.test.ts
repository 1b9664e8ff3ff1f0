import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewInvitation } from "@/lib/domain/invitations/review";
import { type Database, openPostgres, useDatabase } from "@/lib/platform/db/client";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { claimsOf } from "@/lib/testing/claims";
import { person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { isBeyond } from "./attempts";
import { refuse, signIn } from "./sign-in";

/** Anonymous visitors use a separate connection pool, so they cannot block signed-in users. */

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
  // The pool for signed-in users is broken, so any use of it fails.
  const { client } = openPostgres("postgresql://127.0.0.1:1/none");
  useDatabase({ ...database, client });
});
afterAll(() => database.close());

const info = () => callerFor(person("viewer")).request;
const codeOf = (outcome: object) => ("code" in outcome ? outcome.code : "admitted");

test("the connection pool of signed-in users is unavailable in this file", async () => {
  expect(await outcomeOf(inSystem((tx) => tx.user.count()))).toBe("UNAVAILABLE");
});

test.each([LIMITS.signInsFromAddress, LIMITS.invitationReviewsFromAddress])("counting $name uses no connection of signed-in users", async (limit) => {
  expect(await isBeyond(limit, info())).toBeNull();
});

test("reviewing an invitation uses no connection of signed-in users", async () => {
  expect(await reviewInvitation(randomBytes(32).toString("base64url"))).toEqual({ kind: "closed", why: "INVITATION_NOT_USABLE" });
});

test("a sign-in uses no connection of signed-in users, whether it is refused or admitted", async () => {
  const claims = claimsOf();
  expect(await refuse({ code: "SIGN_IN_FAILED" }, null, info())).toEqual({ code: "SIGN_IN_FAILED" });
  expect(codeOf(await signIn({ ...claims, groups: [] }, info(), {}))).toBe("NO_ROLE_GROUP");
  expect(codeOf(await signIn(claims, info(), {}))).toBe("NOT_INVITED");
  await database.client.user.create({
    data: {
      entityId: person("viewer").entity.id,
      tid: String(claims.tid),
      oid: claims.oid,
      email: `${randomUUID()}@kauri.example`,
      displayName: "Mere Parata",
      role: "viewer",
    },
  });
  expect(codeOf(await signIn(claims, info(), {}))).toBe("admitted");
  expect(codeOf(await signIn({ ...claims, groups: [] }, info(), {}))).toBe("NO_ROLE_GROUP");
});
