import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEntity } from "@/lib/domain/entities/commands";
import { sendInvitation } from "@/lib/domain/invitations/commands";
import { sendInvitationInput } from "@/lib/domain/invitations/schema";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase, freshPostgresOf, RUNS_ON } from "./databases";
import { person } from "./principals";
import { callerFor, openTwoEntities, outcomeOf } from "./two-entities";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });

const invite = (email: string) =>
  outcomeOf(
    inScope(callerFor(admin), "invitations.test", (tx) =>
      sendInvitation(tx, authorize(tx, "Invitations.Send", { entityId: admin.entity.id }), sendInvitationInput.parse({ email, role: "viewer", name: "" })),
    ),
  );

describe.runIf(RUNS_ON === "postgresql")("in a database of a Turkish locale, which folds I to a dotless ı", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTwoEntities(() => freshPostgresOf("tr-TR"));
    const [row] = await database.client.$queryRaw<{ folded: string }[]>`SELECT lower('I') AS folded`;
    expect(row?.folded).toBe("ı");
  });
  afterAll(() => database.close());

  test("an invited address is invited already, in whatever case it is written", async () => {
    expect(await invite("INFO.HIRINI@kauri.example")).toBe("done");
    for (const again of ["info.hirini@kauri.example", "Info.Hirini@kauri.example"]) expect(await invite(again)).toBe("ALREADY_INVITED");
  });

  test("an address of a user is known, in whatever case the directory writes it", async () => {
    await database.client.user.update({ where: { id: admin.userId }, data: { email: "AROHA.NIKI@KAURI.example" } });
    expect(await invite("aroha.niki@kauri.example")).toBe("ALREADY_EXISTS");
  });

  test("the database itself keeps apart what differs by case alone", async () => {
    const row = { entityId: admin.entity.id, role: "viewer", expiresAt: new Date(Date.now() + 3_600_000) };
    const insert = (email: string, byte: number) =>
      outcomeOf(inSystem((tx) => tx.invitation.create({ data: { ...row, email, tokenHash: new Uint8Array(32).fill(byte) } })));
    expect(await insert("TIPI@kauri.example", 1)).toBe("done");
    expect(await insert("tipi@kauri.example", 2)).not.toBe("done");
  });

  test("the directory is asked for a guest under the address as the portal folds it", async () => {
    const [write] = await database.client.directoryWrite.findMany({ where: { kind: "invite_guest" }, orderBy: { position: "asc" } });
    expect(write).toMatchObject({ address: "info.hirini@kauri.example", person: "guest:info.hirini@kauri.example" });
  });

  test("an entity's name is taken, in whatever case it is written", async () => {
    const create = (code: string, legalName: string) =>
      outcomeOf(
        inScope(callerFor(global), "entities.test", (tx) =>
          createEntity(tx, authorize(tx, "Entity.Manage", EVERY_ENTITY), { code, legalName, shortName: code }),
        ),
      );
    expect(await create("TIPI", "TIPI POWER LIMITED")).toBe("done");
    expect(await create("TIPI2", "Tipi Power Limited")).toBe("ALREADY_EXISTS");
  });
});

describe("case is folded by a named collation, never by the database's own locale", () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  /** Calls of lower() and the like whose argument names no collation, and every ILIKE. */
  const unnamed = (sql: string): readonly string[] => [
    ...[...sql.matchAll(/\b(?:lower|upper|initcap)\s*\(/gi)]
      .map(({ 0: call, index }) => argumentAt(sql, index + call.length))
      .filter((said) => !said.includes("COLLATE")),
    ...(sql.match(/\bILIKE\b/gi) ?? []),
  ];

  /** What stands between a parenthesis that has been opened and the one that closes it. */
  function argumentAt(sql: string, from: number): string {
    let at = from;
    for (let open = 1; at < sql.length; at++) {
      if (sql[at] === "(") open++;
      if (sql[at] === ")" && --open === 0) break;
    }
    return sql.slice(from, at);
  }

  test("by indexes and functions", async () => {
    const rows = await database.client.$queryRaw<{ name: string; sql: string }[]>`
      SELECT c.relname::text AS name, pg_get_expr(i.indexprs, i.indrelid) AS sql FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE c.relnamespace = 'public'::regnamespace AND i.indexprs IS NOT NULL
      UNION ALL SELECT p.proname::text, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
      WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('sql', 'plpgsql')`;
    expect(rows.length).toBeGreaterThan(10);
    // The column of entities' names has a collation of its own.
    expect(rows.filter(({ name, sql }) => name !== "entity_legal_name_unique" && unnamed(sql).length > 0)).toEqual([]);
  });

  test("by the portal's own statements", () => {
    const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.ts$/.test(file) && !/generated|\.test\.ts$|^testing/.test(file),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(
      files.flatMap((file) => unnamed(readFileSync(`lib/${file}`, "utf8").replace(/^\s*(\/\/|\/?\*).*$/gm, "")).map((found) => `${file}: ${found}`)),
    ).toEqual([]);
  });
});
