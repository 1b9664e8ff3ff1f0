import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { addEvents as add, DAYS, type LogWorld, openLogWorld, REQUEST, readLog as read, SESSION, UNSEEN_ENTITY } from "@/lib/testing/log-world";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { globalOperator, readAs, walk } from "@/lib/testing/world";
import { countBars, countFolded, countLog, type ReadLog, readLogPage, readStretch } from "./log";
import type { LogFilter } from "./log-filter";
import { actionsNamed, latestLabel } from "./log-names";

const CROWD = 130;

/** Many rows within four milliseconds; ids and times run against each other. */
const addCrowd = () =>
  world.database.client.$executeRaw`
      INSERT INTO audit_event (id, at, kind, purpose, permission, action, target_entity_id, outcome, result, request_id)
      SELECT (lpad(to_hex(4096 - n), 12, '0') || '70008000' || lpad(to_hex(n * 7919 % 4096), 12, '0'))::uuid,
        timestamptz '2025-06-01 00:00:00.123Z' + (n / 40) * interval '1 millisecond',
        'decision', 'access', 'Market.Operate', 'market.halt', ${UNSEEN_ENTITY}::uuid, 'grant', 'committed', gen_random_uuid()
      FROM generate_series(0, ${CROWD - 1}::int) AS n`;

let world: LogWorld;
let aroha = "";
let sophie = "";
beforeAll(async () => {
  world = await openLogWorld();
  ({ aroha, sophie } = world);
  await addCrowd();
});
afterAll(() => world.database.close());

const addEvents = (events: readonly Partial<Prisma.AuditEventCreateManyInput>[]) => add(world.database, events);
const idOf: LogWorld["idOf"] = (name) => world.idOf(name);
const without: LogWorld["without"] = (...left) => world.without(...left);
const found = async (filter: LogFilter) => (await read({ ...DAYS, ...filter })).rows.map(({ id }) => id);

describe("the log", () => {
  test("is newest first, without what only opening pages left, unless that is asked for", async () => {
    expect(await found({})).toEqual(without("drawn", "viewed"));
    expect(await found({ shown: "views" })).toEqual(without("drawn"));
    expect(await found({ shown: "everything" })).toEqual(without());
    expect(await found({ shown: "drawn" })).toEqual([idOf("drawn")]);
  });

  test("narrows by each filter alone and by several at once", async () => {
    const filters: readonly (readonly [LogFilter, readonly string[]])[] = [
      [{ people: [aroha] }, [idOf("byAroha")]],
      [{ by: { userIds: [aroha] } }, [idOf("byAroha")]],
      [{ by: { userIds: [aroha, sophie] } }, [idOf("byAroha")]],
      [{ by: { kind: "system" } }, []],
      [{ about: { things: [{ type: "user", ids: [aroha] }] } }, []],
      [{ about: { things: [{ type: "thing", ids: ["42"] }] } }, [idOf("about")]],
      [{ actions: ["user.role_changed"] }, [idOf("change")]],
      [{ actions: [] }, []],
      [{ permission: "panel" }, [idOf("panel")]],
      [{ outcome: "deny" }, [idOf("refused")]],
      [{ kind: "change" }, [idOf("change")]],
      [{ kind: "sign_in" }, [idOf("signIn")]],
      [{ kind: "change", permission: "Users.Promote" }, []],
      [{ entities: [OTHER_ENTITY] }, [idOf("elsewhere")]],
      [{ entities: [OTHER_ENTITY, UNSEEN_ENTITY] }, [idOf("elsewhere")]],
      [{ requestId: REQUEST }, [idOf("requested")]],
      [{ sessionId: SESSION }, [idOf("inSession")]],
      [{ people: [aroha], permission: "Users.Promote", entities: [OWN_ENTITY] }, [idOf("byAroha")]],
      [{ people: [aroha], outcome: "deny" }, []],
      [{ people: [sophie] }, []],
    ];
    for (const [filter, ids] of filters) expect([filter, await found(filter)]).toEqual([filter, ids]);
  });

  test("is searched by actor, subject, what, why, why not and from where, however it is written, and with other filters", async () => {
    const [by = "", about = "", reason = "", refused = "", address = ""] = await addEvents([
      { at: new Date("2026-02-01T12:00:00Z"), actorName: "Hēmi Ōtene", actorUserId: sophie },
      { at: new Date("2026-02-02T12:00:00Z"), targetType: "user", targetId: sophie, targetLabel: "Anahera O’Connor-Smith" },
      {
        at: new Date("2026-02-03T12:00:00Z"),
        kind: "change",
        purpose: null,
        permission: null,
        action: "entity.legal_name_changed",
        reason: "Merged with Tōtara",
      },
      { at: new Date("2026-02-04T12:00:00Z"), outcome: "deny", reasonCode: "FAR_BEYOND" },
      { at: new Date("2026-02-05T12:00:00Z"), sourceAddress: "2001:db8::17" },
    ]);
    const february = async (filter: LogFilter) =>
      (await read({ since: new Date("2026-02-01T00:00Z"), until: new Date("2026-02-28T00:00Z"), ...filter })).rows.map(({ id }) => id);
    const says = (text: string) => february({ texts: [text] });
    for (const q of ["Hemi", "HĒMI ŌTENE", "Hēmi\u00a0Otene".normalize("NFD"), "otene"]) expect([q, await says(q)]).toEqual([q, [by]]);
    for (const q of ["oconnor", "xyz"]) expect([q, await says(q)]).toEqual([q, []]);
    for (const q of ["o'connor", "Connor–Smith"]) expect([q, await says(q)]).toEqual([q, [about]]);
    for (const q of ["Entity legal name changed", "legal_name", "totara"]) expect([q, await says(q)]).toEqual([q, [reason]]);
    for (const q of ["far beyond", "FAR_BEYOND"]) expect([q, await says(q)]).toEqual([q, [refused]]);
    expect(await says("2001:db8")).toEqual([address]);
    expect(await february({ texts: ["merged", "totara"] })).toEqual([reason]);
    expect(await february({ texts: ["merged", "otene"] })).toEqual([]);
    expect(await february({ texts: ["far beyond"], outcome: "grant" })).toEqual([]);
    expect(await february({ people: [sophie] })).toEqual([about, by]);
    expect(await february({ by: { named: "hemi" } })).toEqual([by]);
    expect(await february({ by: { named: "anahera" } })).toEqual([]);
    expect(await february({ about: { named: "anahera" } })).toEqual([about]);
    for (const q of ["%", "%%%", "\\"]) expect([q, await says(q)]).toEqual([q, []]);
  });

  test("begins with the first instant of a time, and ends before the last", async () => {
    expect(await found({ since: new Date("2026-01-04T12:00Z"), until: new Date("2026-01-06T12:00Z") })).toEqual([idOf("signIn"), idOf("change")]);
  });
});

describe("what is counted", () => {
  const count = <T>(work: (tx: ScopedTx, grant: ReadLog) => Promise<T>) =>
    readAs(globalOperator, (tx) => work(tx, authorize(tx, "Market.Operate", EVERY_ENTITY)));

  test("the page views that are folded are counted between the entries, on each page once", async () => {
    const noon = (day: number) => new Date(Date.UTC(2026, 3, day, 12));
    // Thirty acts a day, and after each of the even ones as many page views as its day.
    await addEvents(Array.from({ length: 30 }, (_, index) => ({ at: noon(index + 1), action: "folded.act" })));
    const views = Array.from({ length: 15 }, (_, index) => 2 * index + 2).flatMap((day) =>
      Array.from({ length: day }, (__, view) => ({ at: new Date(noon(day).getTime() + 1_000 + view), action: "folded.view", pageView: true })),
    );
    await addEvents(views);
    const april = { since: noon(1), until: new Date(Date.UTC(2026, 5, 1)) };
    const pages = await count(async (tx, grant) => {
      const first = await readLogPage(tx, grant, april);
      const second = await readLogPage(tx, grant, april, first.next ?? undefined);
      const again = await readLogPage(tx, grant, april, second.previous ?? undefined);
      return Promise.all([first, second, again].map((page) => countFolded(tx, grant, april, page)));
    });
    const before = (days: readonly number[]) => days.map((day) => (day % 2 === 0 ? day : 0));
    const newestFirst = Array.from({ length: 30 }, (_, index) => 30 - index);
    expect(pages[0]).toEqual({ before: before(newestFirst.slice(0, 25)), after: 0 });
    expect(pages[1]).toEqual({ before: before(newestFirst.slice(25)), after: 0 });
    expect(pages[2]).toEqual(pages[0]);
    expect(
      pages
        .slice(0, 2)
        .flatMap(({ before: each }) => each)
        .reduce((sum, each) => sum + each, 0),
    ).toBe(views.length);
  });

  test("bars count by outcome within their edges, and the whole is what an export takes", async () => {
    const january = { ...DAYS, shown: "views" } as const;
    const edges = [1, 5, 6, 31].map((day) => new Date(Date.UTC(2026, 0, day)));
    const bars = await count((tx, grant) => countBars(tx, grant, january, edges));
    expect(bars.map(({ granted, refused }) => [granted, refused])).toEqual([
      [2, 0],
      [1, 0],
      [8, 1],
    ]);
    const { rows, next } = await count((tx, grant) => readStretch(tx, grant, january, null));
    expect(next).toBeNull();
    expect(rows.map(({ id }) => id)).toEqual(without("drawn"));
    expect(await count((tx, grant) => countLog(tx, grant, january))).toBe(rows.length);
  });

  test("actions and things are found by what the record says of them", async () => {
    await addEvents([
      {
        at: new Date("2026-03-01T12:00:00Z"),
        kind: "change",
        purpose: null,
        permission: null,
        action: "thing.renamed",
        targetType: "thing",
        targetId: "7",
        targetLabel: "Seven",
      },
    ]);
    expect(await count((tx, grant) => actionsNamed(tx, grant, "RENAMED"))).toEqual(["thing.renamed"]);
    expect(await count((tx, grant) => actionsNamed(tx, grant, "%"))).toEqual([]);
    expect(await count((tx, grant) => latestLabel(tx, grant, { type: "thing", id: "7" }))).toBe("Seven");
    expect(await count((tx, grant) => latestLabel(tx, grant, { type: "thing", id: "8" }))).toBeNull();
  });
});

describe("paging through rows of the same time", () => {
  const crowd = (cursor?: string) => read({ entities: [UNSEEN_ENTITY] }, { cursor });

  test("neither loses nor repeats a row, forward and back, and keeps their order", async () => {
    const ordered = await inSystem(
      (tx) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM audit_event WHERE target_entity_id = ${UNSEEN_ENTITY}::uuid ORDER BY at DESC, id DESC`,
    );
    expect(ordered).toHaveLength(CROWD);
    const { forward, back } = await walk(crowd);
    expect(forward.flat().map(({ id }) => id)).toEqual(ordered.map(({ id }) => id));
    expect(new Set(forward.flat().map(({ at }) => at.getTime())).size).toBe(4);
    expect(back.flat()).toEqual(forward.flat());
  });

  test("skips nothing where the filters leave out the very row that a page goes on from", async () => {
    const second = await crowd((await crowd()).next ?? undefined);
    const newer = await read({ ...DAYS, shown: "everything", entities: [OWN_ENTITY] }, { cursor: second.previous ?? undefined });
    expect(newer.rows.map(({ id }) => id)).toEqual(without("elsewhere", "market"));
  });
});
