import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { record } from "@/lib/platform/audit/record";
import type { Access } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { DRAWN_FOR, text } from "@/lib/platform/operations/input";
import { type Operation, operation } from "@/lib/platform/operations/operation";
import { registeredActions } from "@/lib/platform/operations/registry";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities } from "@/lib/testing/two-entities";
import { type Form, type Sender, type Submitted, submitForm } from "./submit-form";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";
const PORTAL = "http://localhost:3000";
const me = person("operator");

let database: Database;
let sender: Sender;
beforeAll(async () => {
  database = await openTwoEntities();
  const user = await database.client.user.update({ where: { id: me.userId }, data: { role: "operator" }, include: { sessions: true } });
  const { principal, request } = callerFor(me);
  const caller = { principal, request: { ...request, sessionId: user.sessions[0]?.id ?? null }, authzVersion: user.authzVersion };
  sender = { visitor: async () => ({ kind: "signed-in", caller }), headers: new Headers({ origin: PORTAL }) };
});
afterAll(() => database.close());

type Submit = (sent: unknown, sender: Sender) => Promise<Submitted<z.ZodType, unknown>>;

/** A form of the operation, to be sent. */
const formFor =
  <A extends Access, I extends z.ZodType, R>(declared: Operation<A, I, R>, form: Form<I, R, undefined, never> = {}): Submit =>
  (sent, from) =>
    submitForm(declared, form, sent, from);

/** An action's steps, in order. */
let steps: string[] = [];
beforeEach(() => {
  steps = [];
});

const setSubject = async (tx: ScopedTx, subject: string) => {
  await tx.documentationNote.updateMany({ data: { notes: subject } });
};
const subjects = async () => (await database.client.documentationNote.findMany({ where: { entityId: OWN_ENTITY } })).map(({ notes }) => notes);

const noted = (value: string): string => {
  steps.push("parse");
  return value;
};
const input = z.strictObject({ subject: text({ max: 20, label: "The subject" }).transform(noted) });
const change = { action: "test.changed", target: { type: "test", id: "1", label: "Test", entityId: OWN_ENTITY }, changes: {} } as const;

const declaration = {
  permission: "Users.Promote" as const,
  input,
  target: async () => {
    steps.push("target");
    return { entityId: OWN_ENTITY };
  },
};

const recording = formFor(
  operation({
    ...declaration,
    name: "test.recording",
    run: async ({ tx, grant, input: { subject } }) => {
      steps.push("run");
      await setSubject(tx, subject);
      record(tx, grant, change);
    },
  }),
);

const silent = formFor(operation({ ...declaration, name: "test.silent", run: ({ tx, input: { subject } }) => setSubject(tx, subject) }));
const readingOnly = formFor(operation({ ...declaration, name: "test.readingOnly", audit: "none", run: async () => {} }));

/** A form rendered for this user, unless it says otherwise. */
const form = (fields: Record<string, string>, drawnFor: string | null = me.userId) => {
  const data = new FormData();
  if (drawnFor !== null) data.append(DRAWN_FOR, drawnFor);
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

/** Submits a form; returns the answer and the new audit rows. What is sent may be anything instead of a form. */
async function send(submit: Submit, body: unknown = form({ subject: "Sent" }), from: Partial<Sender> = {}) {
  const known = new Set((await database.client.auditEvent.findMany({ select: { id: true } })).map(({ id }) => id));
  const { state, done } = await submit(body, { ...sender, ...from });
  const events = (await database.client.auditEvent.findMany({ orderBy: [{ kind: "asc" }, { id: "asc" }] })).filter(({ id }) => !known.has(id));
  const error = state.status === "failed" ? state.error : undefined;
  return { state, done, error, events };
}

describe("an action", () => {
  test("parses, finds its target, decides, runs, and commits with its decision and its change", async () => {
    const { state, events } = await send(recording);
    expect(state).toEqual({ status: "done" });
    expect(steps).toEqual(["parse", "target", "run"]);
    expect(events).toMatchObject([
      { kind: "decision", permission: "Users.Promote", action: "test.recording", outcome: "grant", result: "committed", actorUserId: me.userId },
      { kind: "change", action: "test.changed", result: "committed" },
    ]);
    expect(await subjects()).toEqual(["Sent"]);
  });

  test("has the browser draw its layouts anew, such as badges, only when it changed something", async () => {
    const refreshes = async (submit: Submit) => (await send(submit, form({ subject: "Counted" }))).done?.refreshes;
    expect([await refreshes(recording), await refreshes(readingOnly), await refreshes(silent)]).toEqual([true, false, undefined]);
  });

  test("fails and rolls back when it changes something without recording it", async () => {
    const { error, events } = await send(silent, form({ subject: "Unrecorded" }));
    expect(error?.code).toBe("UNEXPECTED");
    expect(await subjects()).not.toContain("Unrecorded");
    expect(events).toMatchObject([{ kind: "decision", action: "test.silent", outcome: "grant", result: "UNEXPECTED" }]);
  });

  test("may record nothing when its declaration says so", async () => {
    expect((await send(readingOnly)).state).toEqual({ status: "done" });
    expect(registeredActions()).toEqual(
      expect.arrayContaining([
        { kind: "operation", name: "test.readingOnly", access: "Users.Promote", recordsChange: false },
        { kind: "operation", name: "test.silent", access: "Users.Promote", recordsChange: true },
      ]),
    );
  });

  test("leads to its next page only on success", async () => {
    const leading = (run: () => Promise<void>) =>
      formFor(operation({ ...declaration, name: "test.leading", audit: "none", run }), { next: () => "/admin/users" });
    expect((await send(leading(async () => {}))).done?.next).toBe("/admin/users");
    const { error, done } = await send(leading(() => Promise.reject(new AppError("STALE_BASE", "Somebody was quicker."))));
    expect([error?.code, done]).toEqual(["STALE_BASE", null]);
  });
});

describe("an action does not run", () => {
  const expectUntouched = async () => {
    expect(steps).not.toContain("run");
    expect(await subjects()).not.toContain("Refused");
  };
  const refused = form({ subject: "Refused" });

  test("for somebody signed out", async () => {
    const { error, events } = await send(recording, refused, { visitor: async () => ({ kind: "signed-out" }) });
    expect(error?.code).toBe("AUTH_EXPIRED");
    expect(steps).toEqual([]);
    expect(events).toEqual([]);
    await expectUntouched();
  });

  test.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from a page without an origin", { origin: "null" }],
    ["from another site that names the portal as its host", { origin: "https://evil.example", host: "localhost:3000", "x-forwarded-host": "evil.example" }],
  ])("%s, before it is even read, and that is on record with what it was about", async (_name, headers) => {
    const named = formFor(
      operation({
        ...declaration,
        name: "test.named",
        about: "user",
        input: z.strictObject({ id: z.uuid() }),
        run: async () => void steps.push("run"),
      }),
    );
    const from = { headers: new Headers(headers) };
    const { events } = await send(named, form({ id: me.userId }), from);
    const expected = { permission: "Users.Promote", outcome: "deny", reasonCode: "NOT_AUTHORISED", result: "NOT_AUTHORISED", actorUserId: me.userId };
    expect(events).toMatchObject([{ ...expected, kind: "decision", action: "test.named", targetType: "user", targetId: me.userId }]);
    const { error } = await send(recording, refused, from);
    expect(error?.code).toBe("NOT_AUTHORISED");
    expect(steps).toEqual([]);
    await expectUntouched();
  });

  test.each([
    ["rendered for another user", "0190a0c0-0000-7000-8000-0000000000f2", `you are signed in as ${me.displayName} now`],
    ["that does not name its user", null, "does not say who opened it"],
  ])("from a form %s: it is refused before parsing, audited, and returns the input", async (_name, drawnFor, sentence) => {
    const { state, error, events } = await send(recording, form({ subject: "Refused" }, drawnFor));
    expect(error).toMatchObject({ code: "NOT_AUTHORISED", message: expect.stringContaining(sentence) });
    expect(state).toMatchObject({ values: { subject: "Refused" } });
    expect(steps).toEqual([]);
    expect(events).toMatchObject([{ kind: "decision", permission: "Users.Promote", outcome: "deny", reasonCode: "NOT_AUTHORISED" }]);
    await expectUntouched();
  });

  test.each([
    ["an unknown field", form({ subject: "Refused", entityId: OWN_ENTITY })],
    ["a missing field", form({})],
    ["a hidden character", form({ subject: "Ref\u200bused" })],
    ["no form", { subject: "Refused" }],
    ["nothing", null],
    ["a list", [["subject", "Refused"]]],
  ])("with %s, and no decision is made", async (_name, body) => {
    const { error, events } = await send(recording, body);
    expect(error?.code).toBe("INVALID_INPUT");
    expect(steps).not.toContain("target");
    expect(events).toEqual([]);
    await expectUntouched();
  });

  test("with an invalid entry in a list, and reports it on the list's one form field", async () => {
    const entries = z.array(z.strictObject({ code: z.string(), count: z.int("Count in whole numbers.") }));
    const listing = operation({ ...declaration, name: "test.listing", input: z.strictObject({ entries }), run: async () => void steps.push("run") });
    const decode = () => ({
      entries: [
        { code: "A", count: 1 },
        { code: "B", count: "2" },
        { code: 3, count: 3 },
      ],
    });
    const { error } = await send(formFor(listing, { decode }));
    expect(error).toMatchObject({ code: "INVALID_INPUT", fieldErrors: { entries: "Count in whole numbers." } });
    expect(Object.keys(error?.fieldErrors ?? {})).toEqual(["entries"]);
    await expectUntouched();
  });

  test("with fields that cannot be decoded for the operation, and returns the input", async () => {
    const decode = () => {
      throw invalidInput({ subject: "Write it otherwise." });
    };
    const { state, error } = await send(formFor(operation({ ...declaration, name: "test.decoded", run: async () => void steps.push("run") }), { decode }));
    expect(error).toMatchObject({ code: "INVALID_INPUT", fieldErrors: { subject: "Write it otherwise." } });
    expect(state).toMatchObject({ values: { subject: "Sent" } });
    await expectUntouched();
  });

  test("on a target that is not visible, and records a denial", async () => {
    const hidden = formFor(operation({ ...declaration, name: "test.hidden", target: async () => null, run: async () => void steps.push("run") }));
    const { error, events } = await send(hidden, refused);
    expect(error).toMatchObject({ code: "NOT_AUTHORISED", explanation: { needs: expect.stringContaining("Users.Promote") } });
    expect(events).toMatchObject([{ kind: "decision", outcome: "deny", reasonCode: "OTHER_ENTITY", result: "NOT_AUTHORISED" }]);
    await expectUntouched();
  });

  test("without its permission, and returns the input", async () => {
    const across = formFor(operation({ ...declaration, name: "test.across", target: "every-entity", run: async () => void steps.push("run") }));
    const { state, events } = await send(across, refused);
    expect(state).toMatchObject({ status: "failed", error: { code: "NOT_AUTHORISED" }, values: { subject: "Refused" } });
    expect(events).toMatchObject([{ outcome: "deny", reasonCode: "GLOBAL_REQUIRED" }]);
    await expectUntouched();
  });
});

test("an unexpected error shows an id and no details", async () => {
  const broken = formFor(
    operation({
      ...declaration,
      name: "test.broken",
      run: () => Promise.reject(new Error("password authentication failed for user postgres at /srv/portal")),
    }),
  );
  const { error } = await send(broken);
  expect(error).toMatchObject({ code: "UNEXPECTED", errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(JSON.stringify(error)).not.toMatch(/password|postgres|srv/);
});
