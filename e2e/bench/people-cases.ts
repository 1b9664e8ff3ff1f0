import { performance } from "node:perf_hooks";
import { type UserListParams, userListParams } from "@/lib/domain/people/schema";
import { readUserList } from "@/lib/domain/people/view";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { keysetPage } from "@/lib/platform/lists/keyset";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { person } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";

/** Requests for the user list: each case has several variants, used in turn. */
export type Case = { readonly name: string; readonly ways: readonly UserListParams[] };
export type Reader = { readonly name: string; readonly principal: UserPrincipal };

/** An admin of one entity, and an operator who sees every entity. */
export async function readersOf({ client }: Database): Promise<readonly Reader[]> {
  const entity = await client.entity.findFirstOrThrow({ where: { code: "E7" } });
  const admin = person("entity-admin");
  return [
    { name: "entity-admin", principal: { ...admin, entity: { ...admin.entity, id: entity.id } } },
    { name: "operator", principal: person("operator", { globalAppRole: true }) },
  ];
}

const parsed = (query: Record<string, string>): UserListParams => userListParams.parse(query);
const each = (field: string, values: readonly string[]) => values.map((value) => parsed({ [field]: value }));

/** The cases for one viewer, with cursors spread over the list. */
export async function casesFor(database: Database, { principal }: Reader): Promise<readonly Case[]> {
  return [
    {
      name: "first page",
      ways: [{}, parsed({ direction: "desc" }), parsed({ sort: "createdAt" }), parsed({ sort: "email" }), parsed({ sort: "lastSeenAt", direction: "desc" })],
    },
    { name: "page by cursor, deep", ways: await deepPages(database, principal) },
    { name: "search, part of a name or address", ways: each("q", ["ngata", "hope ru", "o'conn", "mei te", ".777", "@e7.", "zzqx", "ng", "example"]) },
    {
      name: "role and status",
      ways: [
        parsed({ role: "trader", status: "active" }),
        parsed({ role: "viewer", status: "halted" }),
        parsed({ role: "entity-admin", status: "terminated" }),
        parsed({ role: "operator", status: "frozen" }),
        parsed({ role: "operator" }),
        parsed({ status: "terminated" }),
      ],
    },
    { name: "last seen, directory", ways: [...each("seen", ["never", "over-90", "within-7"]), parsed({ directory: "pending" })] },
  ];
}

/** Page addresses that start at names across the alphabet. */
async function deepPages({ client }: Database, { global, entity }: UserPrincipal): Promise<readonly UserListParams[]> {
  const starts = ["Ava", "Emma K", "Hēmi", "Kiri P", "Mere", "Priya T", "Sophie", "Wiremu"];
  const pages: UserListParams[] = [];
  for (const start of starts) {
    const row = await client.user.findFirst({
      where: { displayName: { gte: start }, ...(global ? {} : { entityId: entity.id }) },
      orderBy: [{ displayName: "asc" }, { id: "asc" }],
      select: { id: true, displayName: true },
    });
    if (row) pages.push({ cursor: keysetPage([row, row], null, ({ displayName }) => displayName, 1).next ?? undefined });
  }
  return pages.length > 0 ? pages : [{}];
}

/** Server-side milliseconds of a request: decision, scope, all reads, commit. */
export async function timeOf({ principal }: Reader, params: UserListParams): Promise<number> {
  const start = performance.now();
  await inScope(callerFor(principal), "users.list", (tx) => readUserList(tx, authorize(tx, "Users.View", { entityId: principal.entity.id }), params));
  return performance.now() - start;
}
