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

/** Pages beside the tabs. `needs: "signed-in"` is for everyone with a live account. */
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
  { id: "audit", label: "Audit log", href: "/admin/audit", needs: every("Market.Operate") },
  { id: "outbox", label: "E-mails", href: "/admin/support/outbox", needs: own("Invitations.Send") },
  { id: "directory", label: "Directory", href: "/admin/directory", needs: every("Users.Promote") },
] as const satisfies readonly Entry[];

/**
 * What is reached below a place in the strip of the Admin panel: its own page first. Drawn from what the person's role holds, without an
 * evaluation; each page decides for itself.
 */
const BELOW = {
  admin: ["admin", "audit", "market", "diagnostics"],
  users: ["users", "promotions", "directory"],
  support: ["support", "outbox"],
} as const satisfies Partial<Record<PageId, readonly PageId[]>>;

/** How a tab's own page is called among the others below it. */
const OWN_NAMES: Readonly<Partial<Record<PageId, string>>> = { admin: "Home", users: "People", support: "Requests" };

export type Place = { readonly href: PageAddress; readonly label: string };
/** A tab of the Admin panel and the pages below it; none where there is only its own. */
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

/** What it takes to open a page. */
export function doorOf<I extends PageId>(id: I): { readonly access: AccessOf<I>; readonly across: Requirement["across"] } {
  const { needs }: Page = pageInfo(id);
  const door = typeof needs === "string" ? { access: needs, across: "own-entity" } : { access: needs.permission, across: needs.across };
  return door as { access: AccessOf<I>; across: Requirement["across"] };
}

/** The same, as a query declares it. */
export function doorTo<I extends PageId>(id: I): { readonly permission: AccessOf<I>; readonly across: Requirement["across"] } {
  const { access, across } = doorOf(id);
  return { permission: access, across };
}

export type Shell = {
  /** Everything that was evaluated to draw the shell; the audited ones go on the record. */
  readonly decisions: readonly Decision[];
  /** Whether this account may do nothing at all. */
  readonly shutOut: boolean;
  /** What the strip at the bottom carries. */
  readonly strip: readonly Page[];
  /** Whether the panel opens. */
  readonly panel: boolean;
  readonly tabs: readonly AdminTab[];
  /** The other tabs of the panel, each with the decision that keeps it shut. */
  readonly closed: readonly { readonly tab: AdminTab; readonly decision: Decision }[];
  /** The panel's places, the overview first: its tabs, and what lies below each. Empty where the panel stays shut. */
  readonly places: readonly AdminPlace[];
  /** The tabs beside which stands how many wait for this person's decision. */
  readonly counted: ReadonlySet<AdminTab["id"]>;
};

/** What waits behind a tab, and the permission to decide it, as far as the person reaches. */
const DECIDED_THERE = [
  { tab: "users", permission: "Users.Promote" },
  { tab: "configuration", permission: "Market.Config.Approve" },
] as const satisfies readonly { tab: AdminTab["id"]; permission: Permission }[];

/**
 * Which parts of the shell a principal sees: the strip at the bottom, and the tabs of the Admin panel. `requireTab` puts what is
 * evaluated here on the record of every page, whose layouts and texts draw from it.
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

/** A tab with those of the pages below it that the person may open. */
function placeOf(principal: UserPrincipal, { id, href, label }: Place & { readonly id: PageId }): AdminPlace {
  const ids: readonly PageId[] = Object.entries(BELOW).find(([tab]) => tab === id)?.[1] ?? [];
  const pages = ids.map((below) => pageInfo(below)).filter(({ needs }) => typeof needs === "string" || isUsable(principal, needs));
  return { id, href, label, below: pages.length > 1 ? pages.map((page) => ({ href: page.href, label: OWN_NAMES[page.id] ?? page.label })) : [] };
}
