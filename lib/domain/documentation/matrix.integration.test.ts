import { afterAll, beforeAll, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { globalOperator, openTestWorld, readAs } from "@/lib/testing/world";
import { readMatrix } from "./matrix";
import type { MatrixParams } from "./schema";
import { DOCUMENTATION_STATES, statusOfLetter } from "./states";

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
  await inSystem(async (tx) => {
    await tx.entity.createMany({
      data: Array.from({ length: 12 }, (_, index) => ({ code: `E${index}`, legalName: `Entity ${index} Limited`, shortName: `Name ${index}` })),
    });
    await tx.entity.create({ data: { code: "AEX", legalName: "Exchange Limited", shortName: "AEX", trades: false } });
    const ids = (await tx.entity.findMany({ where: { trades: true } })).map(({ id }) => id);
    const data = ids.flatMap((entityId, a) =>
      ids.flatMap((counterpartyId, b) => {
        const status = [...DOCUMENTATION_STATES, null][(a * 7 + b * 3) % 5];
        return a !== b && status ? [{ entityId, counterpartyId, status }] : [];
      }),
    );
    await tx.documentationStatus.createMany({ data });
  });
});
afterAll(() => database.close());

const read = (params: MatrixParams = { rows: undefined, columns: undefined }) =>
  readAs(globalOperator, (tx) => readMatrix(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), params));

test("every cell says what each entity records about the other, and the exchange is in no row", async () => {
  const { rows, columns } = await read();
  const stored = await database.client.documentationStatus.findMany({ include: { entity: true, counterparty: true } });
  const saidBy = new Map(stored.map(({ entity, counterparty, status }) => [`${entity.code} ${counterparty.code}`, status]));
  expect(rows.map(({ code }) => code)).toEqual(columns.map(({ code }) => code));
  expect(columns.map(({ code }) => code)).not.toContain("AEX");
  expect(columns).toHaveLength(14);
  for (const row of rows) {
    for (const [place, column] of columns.entries()) {
      if (row.code === column.code) continue;
      expect(statusOfLetter(row.says[place])).toBe(saidBy.get(`${row.code} ${column.code}`) ?? "no_docs");
      expect(statusOfLetter(row.hears[place])).toBe(saidBy.get(`${column.code} ${row.code}`) ?? "no_docs");
    }
  }
});

test("a search for rows and columns keeps the cells of the whole matrix", async () => {
  const whole = await read();
  const { rows, columns } = await read({ rows: "name 1", columns: "RATA" });
  expect(rows.map(({ code }) => code)).toEqual(["E1", "E10", "E11"]);
  expect(columns.map(({ code }) => code)).toEqual(["RATA"]);
  const place = whole.columns.findIndex(({ code }) => code === "RATA");
  for (const { code, says, hears } of rows) {
    const line = whole.rows.find((row) => row.code === code);
    expect([says, hears]).toEqual([line?.says[place], line?.hears[place]]);
  }
  expect((await read({ rows: "nobody", columns: undefined })).rows).toEqual([]);
});

test("a search ignores accents, case, dashes and how letters are composed", async () => {
  await database.client.entity.update({ where: { code: "E3" }, data: { legalName: "Tōtara–Hēmi Power Limited" } });
  for (const rows of ["totara", "Tōtara-hemi", "TŌTARA".normalize("NFD"), "hemi\u00a0power"])
    expect([rows, (await read({ rows, columns: undefined })).rows.map(({ code }) => code)]).toEqual([rows, ["E3"]]);
  expect((await read({ rows: undefined, columns: "hemi" })).columns.map(({ code }) => code)).toEqual(["E3"]);
});
