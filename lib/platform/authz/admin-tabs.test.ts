import { describe, expect, test } from "vitest";
import { OWN_ENTITY, person, type Standing } from "@/lib/testing/principals";
import { ADMIN_TABS, decidePage, PAGES, type PageId, pageInfo, shellFor } from "./admin-tabs";
import { AUDITED } from "./matrix.table";

type Case = { readonly who: string; readonly role: string; readonly standing?: Standing; readonly tabs: readonly PageId[]; readonly pages: readonly PageId[] };

const GLOBAL: Standing = { globalAppRole: true };

/** By hand, from the product's description of the Admin panel: the tabs each person sees, and the other pages that open. */
const EVERYONE: readonly PageId[] = ["home", "access", "requests"];
const MEMBER: readonly PageId[] = [...EVERYONE, "credit", "credit-documentation"];
const PANEL: readonly PageId[] = [...EVERYONE, "entity", "credit", "credit-documentation", "admin"];

const cases: readonly Case[] = [
  { who: "a viewer", role: "viewer", tabs: [], pages: MEMBER },
  { who: "a viewer with a stray Global", role: "viewer", standing: GLOBAL, tabs: [], pages: MEMBER },
  { who: "a trader", role: "trader", tabs: [], pages: MEMBER },
  { who: "a credit manager", role: "credit-manager", tabs: ["support"], pages: PANEL },
  { who: "an entity admin", role: "entity-admin", tabs: ["users", "invitations", "support"], pages: [...PANEL, "activity", "outbox"] },
  {
    who: "an entity admin who may view the configuration",
    role: "entity-admin",
    standing: { entityAdminViewsConfig: true },
    tabs: ["users", "invitations", "support"],
    pages: [...PANEL, "market-configuration", "activity", "outbox"],
  },
  {
    who: "an entity admin with a stray Global",
    role: "entity-admin",
    standing: GLOBAL,
    tabs: ["users", "invitations", "support"],
    pages: [...PANEL, "activity", "outbox"],
  },
  {
    who: "an operator without Global",
    role: "operator",
    tabs: ["users", "invitations", "configuration", "support"],
    pages: [...PANEL, "promotions", "market", "market-configuration", "activity", "outbox"],
  },
  {
    who: "an operator with Global",
    role: "operator",
    standing: GLOBAL,
    tabs: ["entities", "users", "invitations", "documentation", "configuration", "support"],
    pages: [...PANEL, "promotions", "market", "diagnostics", "market-configuration", "activity", "audit", "outbox", "jobs", "directory"],
  },
  {
    who: "a halted operator with Global",
    role: "operator",
    standing: { ...GLOBAL, status: "halted" },
    tabs: ["entities", "users", "invitations", "documentation", "configuration", "support"],
    pages: [...PANEL, "promotions", "market", "diagnostics", "market-configuration", "activity", "audit", "outbox", "jobs", "directory"],
  },
  {
    who: "a frozen operator with Global",
    role: "operator",
    standing: { ...GLOBAL, status: "frozen" },
    tabs: ["entities", "users", "invitations", "support"],
    pages: [...PANEL, "market-configuration", "activity"],
  },
  { who: "a frozen trader", role: "trader", standing: { status: "frozen" }, tabs: [], pages: MEMBER },
  { who: "a deactivated operator with Global", role: "operator", standing: { ...GLOBAL, status: "deactivated" }, tabs: [], pages: [] },
  { who: "a terminated operator with Global", role: "operator", standing: { ...GLOBAL, status: "terminated" }, tabs: [], pages: [] },
  { who: "an operator of a suspended entity", role: "operator", standing: { ...GLOBAL, entityStatus: "suspended" }, tabs: [], pages: [] },
  { who: "someone with an unknown role", role: "auditor", standing: GLOBAL, tabs: [], pages: EVERYONE },
];

describe.each(cases)("$who", ({ role, standing, tabs, pages }) => {
  const principal = person(role, standing);
  const shell = shellFor(principal);
  const opens = (id: PageId) => decidePage(principal, pageInfo(id)).outcome === "grant";

  test("the person sees these Admin tabs, and the Admin section only with at least one of them", () => {
    expect(shell.tabs.map(({ id }) => id)).toEqual(tabs);
    expect(shell.panel).toBe(tabs.length > 0);
  });

  test("the person can open the pages of these tabs and of no other tab", () => {
    expect(ADMIN_TABS.map(({ id }) => id).filter(opens)).toEqual(tabs);
  });

  test("the person can open these other pages and no others", () => {
    expect(PAGES.map(({ id }) => id).filter(opens)).toEqual(pages);
  });

  test("every panel page that opens is listed below one of its tabs, and no other page is", () => {
    const drawn = shell.places.flatMap(({ href, below }) => [href, ...below.map((place) => place.href)]);
    const open = [...ADMIN_TABS, ...PAGES].filter(({ id, href }) => href.startsWith("/admin") && opens(id)).map(({ href }) => href);
    expect(new Set(drawn)).toEqual(new Set(open));
  });

  test("the shell's decisions include every audited permission it was drawn by", () => {
    const evaluated = new Set(shell.decisions.map(({ access }) => access).filter((access) => AUDITED.includes(access)));
    const counts = [...(tabs.includes("users") ? ["Users.Promote"] : []), ...(tabs.includes("configuration") ? ["Market.Config.Approve"] : [])];
    expect([...evaluated].sort()).toEqual(["Market.Config.Manage", "Market.Operate", ...counts].sort());
  });
});

test("the tabs are the product's six, in order, each with a page of its own below /admin", () => {
  expect(ADMIN_TABS.map(({ label }) => label)).toEqual(["Entities", "Users", "Invitations", "Documentation", "Configuration", "Support"]);
  expect(ADMIN_TABS.map(({ id, href }) => href === `/admin/${id}`)).not.toContain(false);
});

test("every page is found by its id, and ids and addresses are unique", () => {
  const all = [...ADMIN_TABS, ...PAGES];
  expect(all.map(({ id }) => pageInfo(id))).toEqual(all);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ href }) => href)).size).toBe(all.length);
});

test("the panel and the pages for everyone are decided on the own entity", () => {
  for (const id of ["admin", "home", "support"] as const) {
    expect(decidePage(person("operator"), pageInfo(id)).target).toEqual({ entityId: OWN_ENTITY });
  }
});
