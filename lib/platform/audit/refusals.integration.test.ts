import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOT_VISIBLE } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError, ERROR_CODES, type ErrorCode, type ErrorSubject, REFUSAL_CODES, type RefusalCode } from "@/lib/platform/errors";
import { attempt } from "@/lib/platform/unit-of-work/attempt";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { noteRefused, refuse } from "@/lib/platform/unit-of-work/refuse";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { journalOf, noteAsked } from "./journal";
import { record } from "./record";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const admin = person("entity-admin");
const OWN = { entityId: OWN_ENTITY };
const colleague: ErrorSubject = { type: "user", id: "0190a0c0-0000-7000-8000-0000000000c1", label: "Ana Parata", entityId: OWN_ENTITY };

const isFailure = (code: ErrorCode): code is Exclude<ErrorCode, RefusalCode> => !REFUSAL_CODES.some((one) => one === code);
const FAILURE_CODES = ERROR_CODES.filter(isFailure);

/** How the work ends, and the decisions and changes that it leaves. */
async function run(work: (tx: ScopedTx) => Promise<unknown>) {
  const caller = callerFor(admin);
  const code = await outcomeOf(inScope(caller, "test.run", work));
  const rows = (await recordOf(database, caller)).map(
    ({ kind, permission, outcome, reasonCode, result, targetType, targetId, targetLabel, targetEntityId }) => ({
      kind,
      permission,
      outcome,
      reasonCode,
      result,
      targetType,
      targetId,
      targetLabel,
      targetEntityId,
    }),
  );
  return { code, rows };
}

const refused = (reasonCode: string, { type, id, label, entityId }: ErrorSubject, permission = "Users.Manage") => ({
  kind: "decision",
  permission,
  outcome: "deny",
  reasonCode,
  result: reasonCode,
  targetType: type,
  targetId: id,
  targetLabel: label,
  targetEntityId: entityId,
});

describe("a rule that refuses what a decision granted", () => {
  test.each(REFUSAL_CODES)("leaves a denied decision with %s, the permission asked for, and the subject", async (code) => {
    const { code: ended, rows } = await run(async (tx) => {
      authorize(tx, "Users.Manage", OWN);
      refuse(tx, { code, message: "Not you." }, colleague);
    });
    expect(ended).toBe(code);
    expect(rows).toEqual([refused(code, colleague)]);
  });

  test("leaves it beside the audited decision before it, and under the access that was asked for last", async () => {
    const { rows } = await run(async (tx) => {
      authorize(tx, "Users.Manage", OWN);
      authorize(tx, "signed-in", OWN);
      refuse(tx, { code: "SELF_APPROVAL", message: "Not you." }, colleague);
    });
    expect(rows).toEqual([refused("SELF_APPROVAL", colleague, "signed-in")]);
  });

  test("is about the target's subject where it does not say itself, or about what the form named", async () => {
    const byTarget = await run(async (tx) => {
      noteAsked(journalOf(tx), "Users.Manage", { ...colleague, label: "As typed" });
      authorize(tx, "Users.Manage", { ...OWN, subject: colleague });
      refuse(tx, { code: "SELF_APPROVAL", message: "Not you." });
    });
    expect(byTarget.rows).toEqual([refused("SELF_APPROVAL", colleague)]);
    const byForm = await run(async (tx) => {
      noteAsked(journalOf(tx), "Users.Manage", colleague);
      authorize(tx, "Users.Manage", OWN);
      refuse(tx, { code: "SELF_APPROVAL", message: "Not you." });
    });
    expect(byForm.rows).toEqual([refused("SELF_APPROVAL", colleague)]);
  });

  test("is on record about another entity's thing although the person cannot see it", async () => {
    const theirs = { ...colleague, entityId: OTHER_ENTITY };
    const { rows } = await run(async (tx) => {
      noteAsked(journalOf(tx), "Users.Manage");
      refuse(tx, { code: "NOT_AUTHORISED", message: "Not yours." }, theirs);
    });
    expect(rows).toEqual([refused("NOT_AUTHORISED", theirs)]);
  });

  test("is told from a wrong input, a stale form or an outage, which leave no refusal", async () => {
    for (const code of FAILURE_CODES.filter((one) => one !== "AUDIT_UNAVAILABLE")) {
      const { rows } = await run(async (tx) => {
        authorize(tx, "Users.Manage", OWN);
        throw new AppError(code, "Something else.");
      });
      expect(rows, code).toEqual([]);
    }
  });
});

test("a refusal is on record even where the work catches it and goes on", async () => {
  const { code, rows } = await run(async (tx) => {
    const grant = authorize(tx, "Users.Manage", OWN);
    try {
      refuse(grant, { code: "LAST_OPERATOR", message: "Not the last." }, colleague);
    } catch {
      noteRefused(grant, { code: "ALREADY_EXISTS", message: "There already." }, colleague);
    }
  });
  expect(code).toBe("done");
  expect(rows).toEqual([refused("LAST_OPERATOR", colleague), refused("ALREADY_EXISTS", colleague)]);
});

test("a refusal by a grant is under that grant's permission, whatever was decided since", async () => {
  const { rows } = await run(async (tx) => {
    const grant = authorize(tx, "Users.Manage", OWN);
    authorize(tx, "signed-in", OWN);
    refuse(grant, { code: "SELF_APPROVAL", message: "Not you." }, colleague);
  });
  expect(rows).toEqual([refused("SELF_APPROVAL", colleague)]);
});

test("a decision that refuses is on record once, with its subject", async () => {
  const { rows } = await run(async (tx) => {
    noteAsked(journalOf(tx), "Users.Manage", colleague);
    authorize(tx, "Users.Manage", NOT_VISIBLE);
  });
  expect(rows).toMatchObject([{ reasonCode: "OTHER_ENTITY", result: "NOT_AUTHORISED", targetType: "user", targetId: colleague.id }]);
});

describe("of several pieces of work in one transaction", () => {
  const other = { ...colleague, id: "0190a0c0-0000-7000-8000-0000000000c2", label: "Ben Parata" };

  test("each that is refused leaves its own denied decision, and the others their changes", async () => {
    const { code, rows } = await run(async (tx) => {
      const grant = authorize(tx, "Users.Manage", OWN);
      for (const about of [colleague, other, colleague]) await attempt(tx, async () => refuse(tx, { code: "SELF_APPROVAL", message: "Not you." }, about));
      await attempt(tx, async () => record(tx, grant, { action: "test.changed", target: colleague, changes: {} }));
    });
    expect(code).toBe("done");
    expect(rows.filter(({ kind }) => kind === "decision")).toEqual([refused("SELF_APPROVAL", colleague), refused("SELF_APPROVAL", other)]);
    expect(rows.filter(({ kind }) => kind === "change")).toMatchObject([{ result: "committed" }]);
  });

  test("each that a decision refuses leaves a row about its own person", async () => {
    const { rows } = await run(async (tx) => {
      for (const subject of [colleague, other]) await attempt(tx, async () => authorize(tx, "Users.Manage", { ...NOT_VISIBLE, subject }));
    });
    expect(rows.map(({ reasonCode, targetLabel }) => [reasonCode, targetLabel])).toEqual([
      ["OTHER_ENTITY", "Ana Parata"],
      ["OTHER_ENTITY", "Ben Parata"],
    ]);
  });
});
