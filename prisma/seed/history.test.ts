import { describe, expect, test } from "vitest";
import { permissionInfo, permissionNames } from "@/lib/platform/authz/permissions";
import { dateOf, instantOf, isWorkday, workday } from "./clock";
import { auditHistory } from "./history";
import { worldRows } from "./rows";

const HOUR = 3_600_000;

/** A Saturday evening, a Monday morning, days around both changes of the clocks, and the turn of a year, in Auckland. */
const moments = ["2026-11-21T08:00:00Z", "2026-11-22T20:10:00Z", "2026-09-29T02:00:00Z", "2027-04-06T03:00:00Z", "2027-01-02T22:00:00Z"].map(
  (iso) => new Date(iso),
);

test("a time of day in Auckland is the same time of day before and after clocks change", () => {
  expect(instantOf("2026-09-25", "08:30").toISOString()).toBe("2026-09-24T20:30:00.000Z");
  expect(instantOf("2026-09-28", "08:30").toISOString()).toBe("2026-09-27T19:30:00.000Z");
  expect(instantOf("2026-09-27", "08:30").toISOString()).toBe("2026-09-26T19:30:00.000Z");
  expect(instantOf("2027-04-04", "08:30").toISOString()).toBe("2027-04-03T20:30:00.000Z");
});

test.each(moments)("the tenth working day before %s is at most fourteen days back, and a working day", (now) => {
  const tenth = dateOf(workday(10, "09:00")(now));
  expect(isWorkday(tenth)).toBe(true);
  expect(Date.parse(dateOf(now)) - Date.parse(tenth)).toBeLessThanOrEqual(14 * 24 * HOUR);
});

describe.each(moments)("the record as of %s", (now) => {
  const rows = auditHistory(now);

  test("has some 600 to 900 rows in two weeks, the latest about an hour old, and is the same every time", () => {
    expect(rows.length).toBeGreaterThanOrEqual(600);
    expect(rows.length).toBeLessThanOrEqual(900);
    expect(now.getTime() - (rows[0]?.at.getTime() ?? 0)).toBeLessThan(15 * 24 * HOUR);
    const age = now.getTime() - (rows.at(-1)?.at.getTime() ?? 0);
    expect(age).toBeGreaterThanOrEqual(HOUR);
    expect(age).toBeLessThan(1.2 * HOUR);
    expect(auditHistory(now)).toEqual(rows);
  });

  test("gives every row an id of its own that is as old as the row", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { id, at } of rows) expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at.getTime());
  });

  test("tells of all audited permissions, granted and refused, of sign-ins both ways, and of nobody before they joined", () => {
    const decisions = rows.filter(({ kind }) => kind === "decision");
    for (const permission of permissionNames.filter((name) => permissionInfo(name).audited)) {
      expect(new Set(decisions.filter((row) => row.permission === permission).map(({ outcome }) => outcome))).toEqual(new Set(["grant", "deny"]));
    }
    const refusals = rows.filter(({ action }) => action === "session.refused").map(({ reasonCode }) => reasonCode);
    expect(refusals).toEqual(
      expect.arrayContaining(["NO_ROLE_GROUP", "SEVERAL_ROLE_GROUPS", "NOT_INVITED", "USER_TERMINATED", "USER_DEACTIVATED", "ENTITY_SUSPENDED"]),
    );
    const joined = new Map(worldRows(now).users.map(({ id, createdAt }) => [id, createdAt]));
    for (const { actorUserId, at } of rows) if (actorUserId) expect(at >= (joined.get(actorUserId) ?? now)).toBe(true);
  });

  test("says of every change that was made what it changed", () => {
    const changes = rows.filter(({ kind, action }) => kind === "change" && action !== "session.signed_out");
    expect(changes.length).toBeGreaterThan(25);
    for (const { changes: fields, result } of changes) {
      expect(Object.keys(fields ?? {})).not.toHaveLength(0);
      expect(result).toBe("committed");
    }
  });
});
