import type { PageAddress } from "@/lib/platform/local-path";
import { type Access, type Decision, decide, decideRequirement } from "./decide";
import type { Permission } from "./permissions";
import type { UserPrincipal } from "./principal";
import { every, own, PANEL_DOORS, type Requirement } from "./requirement";
import { isUsable } from "./usable";

/** The Admin panel's tabs, in order. `needs: "panel"` means that access to the panel is enough. */
export const ADMIN_TABS = [
  { id: "entities", label: "Entities", href: "/admin/entities", needs: every("Entity.View") },
  { id: "users", label: "Users", href: "/admin/users", needs: own("Users.View") },
  { id: "invitations", label: "Invitations", href: "/admin/invitations", needs: own("Invitations.View") },
  { id: "documentation", label: "Documentation", href: "/admin/documentation", needs: every("Market.Operate") },
  { id: "configuration", label: "Configuration", href: "/admin/configuration", needs: own("Market.Config.Manage") },
  { id: "support", label: "Support", href: "/admin/support", needs: "panel" },
] as const satisfies readonly Entry[];

/** Pages that are not tabs. `needs: "signed-in"` admits every live account. */
export const PAGES = [
  { id: "home", label: "Home", href: "/", needs: "signed-in" },
  { id: "access", label: "My access", href: "/access", needs: "signed-in" },
  { id: "requests", label: "My requests", href: "/access/requests", needs: "signed-in" },
  { id: "entity", label: "My entity", href: "/entity", needs: own("Entity.View") },
  { id: "credit", label: "Credit", href: "/credit", needs: own("Docs.View") },
  { id: "credit-documentation", label: "Documentation of your entity", href: "/credit/documentation", needs: own("Docs.View") },
  { id: "admin", label: "Admin", href: "/admin", needs: "panel" },
  { id: "promotions", label: "Role requests", href: "/admin/users/promotions", needs: own("Users.Promote") },
  { id: "market", label: "Market operations", href: "/admin/market", needs: own("Market.Operate") },
  { id: "diagnostics", label: "Diagnostics", href: "/admin/market/diagnostics", needs: every("Market.Operate") },
  { id: "market-configuration", label: "Market configuration", href: "/market/configuration", needs: own("Market.Config.View") },
  { id: "activity", label: "Activity", href: "/admin/activity", needs: own("Users.View") },
  { id: "audit", label: "Audit log", href: "/admin/audit", needs: every("Market.Operate") },
  { id: "outbox", label: "E-mails", href: "/admin/support/outbox", needs: own("Invitations.Send") },
  { id: "jobs", label: "Jobs", href: "/admin/support/jobs", needs: every("Market.Operate") },
  { id: "directory", label: "Directory", href: "/admin/directory", needs: every("Users.Promote") },
] as const satisfies readonly Entry[];

/**
 * The links shown below a tab, its own page first. Filtered by the permissions of the role without a decision;
 * each page decides for itself.
 */
const BELOW = {
  admin: ["admin", "activity", "audit", "market", "diagnostics"],
  users: ["users", "promotions", "directory"],
  support: ["support", "outbox", "jobs"],
} as const satisfies Partial<Record<PageId, readonly PageId[]>>;

/** The tab's own label in that list. */
const OWN_NAMES: Readonly<Partial<Record<PageId, string>>> = { admin: "Home", users: "People", support: "Requests" };

export type Place = { readonly href: PageAddress; readonly label: string };
/** A tab with the pages below it that the role may open; empty when there is only the tab's own page. */
export type AdminPlace = Place & { readonly id: PageId; readonly below: readonly Place[] };

type Entry = { readonly id: string; readonly label: string; readonly href: PageAddress; readonly needs: Requirement | "panel" | "signed-in" };

export type AdminTab = (typeof ADMIN_TABS)[number];
export type Page = AdminTab | (typeof PAGES)[number];
export type PageId = Page["id"];
export type PageOf<I extends PageId> = Extract<Page, { id: I }>;
/** What a page's grant proves. */
export type AccessOf<I extends PageId> = PageOf<I>["needs"] extends { permission: infer P extends Access } ? P : Extract<PageOf<I>["needs"], Access>;

const pages: ReadonlyMap<PageId, Page> = new Map([...ADMIN_TABS, ...PAGES].map((page) => [page.id, page]));

/** The page's entry; total over `PageId`. */
export const pageInfo = <I extends PageId>(id: I): PageOf<I> => pages.get(id) as PageOf<I>;

/** The requirement to open a page, as its query declares it. */
export function doorOf<I extends PageId>(id: I): { readonly permission: AccessOf<I>; readonly across: Requirement["across"] } {
  const { needs }: Page = pageInfo(id);
  const door = typeof needs === "string" ? { permission: needs, across: "own-entity" } : { permission: needs.permission, across: needs.across };
  return door as { permission: AccessOf<I>; across: Requirement["across"] };
}

export type Shell = {
  /** Every decision made to draw the shell; the audited ones are recorded. */
  readonly decisions: readonly Decision[];
  /** Whether the account is shut out of everything. */
  readonly shutOut: boolean;
  /** Links in the bottom bar. */
  readonly strip: readonly Page[];
  /** Whether the Admin panel opens. */
  readonly panel: boolean;
  readonly tabs: readonly AdminTab[];
  /** The tabs that are refused, each with its decision. */
  readonly closed: readonly { readonly tab: AdminTab; readonly decision: Decision }[];
  /** The sections of the panel, the overview first, each with its pages. Empty when the panel is refused. */
  readonly places: readonly AdminPlace[];
  /** Tabs with a badge: the number of items that wait for this person's decision. */
  readonly counted: ReadonlySet<AdminTab["id"]>;
};

/** What a tab's badge counts, and the permission to decide those items, as far as the person reaches. */
const DECIDED_THERE = [
  { tab: "users", permission: "Users.Promote" },
  { tab: "configuration", permission: "Market.Config.Approve" },
] as const satisfies readonly { tab: AdminTab["id"]; permission: Permission }[];

/**
 * Decides which parts of the shell a principal sees: the bottom bar and the Admin tabs. `openPage` records
 * these decisions on every page, because layouts and texts draw from them.
 */
export function shellFor(principal: UserPrincipal): Shell {
  const decisions: Decision[] = [];
  const grants = (decision: Decision): boolean => {
    decisions.push(decision);
    return decision.outcome === "grant";
  };
  const holds = (requirement: Requirement): boolean => grants(decideRequirement(principal, requirement));
  const opens = (page: Page): boolean => grants(decidePage(principal, page));
  const panel = PANEL_DOORS.map(holds).includes(true);
  const all = ADMIN_TABS.map((tab) => ({ tab, decision: decidePage(principal, tab) }));
  const tabs = all.filter(({ decision }) => grants(decision)).map(({ tab }) => tab);
  const across = principal.global ? "every-entity" : "own-entity";
  const counted = DECIDED_THERE.filter(({ tab, permission }) => tabs.some(({ id }) => id === tab) && holds({ permission, across }));
  return {
    shutOut: !opens(pageInfo("home")),
    strip: [pageInfo("access"), ...[pageInfo("credit"), pageInfo("entity")].filter(opens), ...(panel ? [pageInfo("admin")] : [])],
    panel,
    tabs,
    places: panel ? [{ ...pageInfo("admin"), label: "Overview" }, ...tabs].map((tab) => placeOf(principal, tab)) : [],
    closed: all.filter(({ tab }) => !tabs.includes(tab)),
    counted: new Set(counted.map(({ tab }) => tab)),
    decisions,
  };
}

/** Decides a page of the table for a principal. */
export const decidePage = (principal: UserPrincipal, { needs }: Page): Decision =>
  typeof needs === "string" ? decide(principal, needs, { entityId: principal.entity.id }) : decideRequirement(principal, needs);

/** The page at exactly this path, when it is refused: explains what its query has refused on record. Only pages whose address names no record are in the table, so their existence is no secret. */
export function refusedPageAt(principal: UserPrincipal, path: string): { readonly page: Page; readonly decision: Decision } | null {
  const page = [...pages.values()].find(({ href }) => href === path);
  const decision = page && decidePage(principal, page);
  return page && decision?.outcome === "deny" ? { page, decision } : null;
}

/** The pages of a tab that the person may open. */
function placeOf(principal: UserPrincipal, { id, href, label }: Place & { readonly id: PageId }): AdminPlace {
  const ids: readonly PageId[] = Object.entries(BELOW).find(([tab]) => tab === id)?.[1] ?? [];
  const pages = ids.map((below) => pageInfo(below)).filter(({ needs }) => typeof needs === "string" || isUsable(principal, needs));
  return { id, href, label, below: pages.length > 1 ? pages.map((page) => ({ href: page.href, label: OWN_NAMES[page.id] ?? page.label })) : [] };
}
