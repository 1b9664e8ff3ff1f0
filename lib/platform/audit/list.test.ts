import { describe, expect, test } from "vitest";
import { permissionNames } from "@/lib/platform/authz/permissions";
import { searchOf } from "@/lib/platform/operations/decode";
import { auditFilters, auditListParams, timeFilters } from "./list";

const ID = "0190a0c0-0000-7000-8000-0000000000f1";
const filters = (query: Record<string, string | readonly string[]>, zone = "UTC") => {
  const params = searchOf(auditListParams, query);
  return [...auditFilters(params), ...timeFilters(params, zone)];
};
const ALL = { purpose: "all" };

describe("what the log is narrowed to", () => {
  test("leaves out, unless asked, what was evaluated only to draw a page", () => {
    expect(filters({})).toEqual([{ OR: [{ purpose: "access" }, { purpose: null }] }]);
    expect(filters(ALL)).toEqual([]);
    expect(filters({ purpose: "visibility" })).toEqual([{ purpose: "visibility" }]);
    expect(filters({ purpose: "access" })).toEqual([{ purpose: "access" }]);
  });

  const narrowing: readonly (readonly [query: Record<string, string>, filter: object])[] = [
    [{ person: ID }, { OR: [{ actorUserId: ID }, { targetType: "user", targetId: ID }] }],
    [{ entity: ID }, { targetEntityId: ID }],
    [{ request: ID }, { requestId: ID }],
    [{ kind: "sign_in" }, { kind: "sign_in" }],
    [{ outcome: "deny" }, { outcome: "deny" }],
    ...["panel", "signed-in", ...permissionNames].map((permission) => [{ permission }, { permission }] as const),
  ];

  test.each(narrowing)("by %j", (query, filter) => {
    expect(filters({ ...ALL, ...query })).toEqual([filter]);
  });

  test("from the first minute of a range to the whole of its last, on the reader's clock", () => {
    expect(filters({ ...ALL, from: "2026-11-21T20:00", to: "2026-11-21T20:00" }, "Pacific/Auckland")).toEqual([
      { at: { gte: new Date("2026-11-21T07:00:00Z") } },
      { at: { lt: new Date("2026-11-21T07:01:00Z") } },
    ]);
  });

  test("widely, where daylight saving leaves a choice: both passes of a repeated hour are in the range", () => {
    expect(filters({ ...ALL, from: "2026-04-05T02:00", to: "2026-04-05T02:59" }, "Pacific/Auckland")).toEqual([
      { at: { gte: new Date("2026-04-04T13:00:00Z") } },
      { at: { lt: new Date("2026-04-04T15:00:00Z") } },
    ]);
  });

  test.each([
    { person: "x" },
    { person: [ID, ID] },
    { permission: "Market.Rule" },
    { outcome: "not" },
    { kind: "" },
    { entity: "' OR 1=1" },
    { request: "1" },
    { from: "2026-02-30T10:00" },
    { to: "now" },
  ])("not by a value that means nothing: %j", (query) => {
    expect(filters({ ...ALL, ...query })).toEqual([]);
  });
});
