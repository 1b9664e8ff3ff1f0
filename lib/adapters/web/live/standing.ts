import type { MarketState } from "@/lib/domain/market/model";
import type { EntityStatus, UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";

/** The current state of a session with an open page. */
export type Standing = {
  readonly userId: string;
  readonly authzVersion: number;
  readonly role: string;
  readonly status: UserStatus;
  readonly entityName: string;
  readonly entityStatus: EntityStatus;
  /** Why the session ended; null while it is live. */
  readonly over: string | null;
};

/** The standing of the user behind a request. */
export const standingOf = (principal: UserPrincipal, authzVersion: number): Standing => ({
  userId: principal.userId,
  authzVersion,
  role: principal.role,
  status: principal.status,
  entityName: principal.entity.shortName,
  entityStatus: principal.entity.status,
  over: null,
});

/** A session event for an open page: what changed since it was rendered, and what to do. */
export type SessionMessage =
  | { readonly kind: "as-before" }
  | {
      readonly kind: "ended" | "role-changed" | "status-changed" | "entity-suspended";
      readonly title: string;
      readonly text: string;
      /** An empty address reloads the page. Any other opens in another tab, so no input is lost. */
      readonly link: { readonly href: PageAddress; readonly label: string };
      /** Whether the page may refresh itself when it has no unsent input. */
      readonly refresh: boolean;
    };

/** A market event for an open page: the state, and the number of transitions so far. */
export type MarketMessage = { readonly state: MarketState; readonly version: number };

/** The standing when a page was rendered. The page sends it back when it opens its stream. */
export const markOf = ({ userId, authzVersion, status }: Pick<Standing, "userId" | "authzVersion" | "status">): string => `${userId}.${authzVersion}.${status}`;

/** Whether the user has lost access to the page, and so to market events. */
export const isShutOut = ({ over, status, entityStatus }: Standing): boolean =>
  over !== null || entityStatus === "suspended" || status === "deactivated" || status === "terminated";

const RELOAD = { href: "", label: "Reload this page" } as const;
const SIGN_IN = { href: "/sign-in", label: "Sign in again, in another tab" } as const;
const KEPT = "What you typed here is still here.";

const OVER: Readonly<Record<string, string>> = {
  "signed-out": "You were signed out.",
  idle: "You were signed out because this session was idle.",
  expired: "Your session reached its time limit.",
};

const STATUS: Readonly<Record<UserStatus, string>> = {
  active: "Your account is active again.",
  halted: "Your account was halted: nothing that trades is allowed.",
  frozen: "Your account was frozen: you may look, and change nothing.",
  deactivated: "Your account was deactivated: the portal no longer accepts anything from this page.",
  terminated: "Your account was terminated: the portal no longer accepts anything from this page.",
};

const AGAIN: SessionMessage = {
  kind: "ended",
  title: "Somebody signed in again in this browser.",
  text: `This page belongs to the earlier session. ${KEPT}`,
  link: RELOAD,
  refresh: false,
};

/** The message for a page whose session has ended. */
export const endedMessage = (why: string): SessionMessage =>
  why === "replaced" ? AGAIN : { kind: "ended", title: OVER[why] ?? "Your session has ended.", text: KEPT, link: SIGN_IN, refresh: false };

/** Compares the current standing with the one the page was rendered with. */
export function changeSince(mark: string, now: Standing): SessionMessage {
  const [userId = "", version = "", status = ""] = mark.split(".");
  if (now.over !== null) return endedMessage(now.over);
  if (userId !== now.userId) return AGAIN;
  if (now.entityStatus === "suspended")
    return { kind: "entity-suspended", title: `${now.entityName} was suspended, so its people have no access.`, text: KEPT, link: RELOAD, refresh: false };
  if (version === String(now.authzVersion)) return { kind: "as-before" };
  if (status !== now.status)
    return { kind: "status-changed", title: STATUS[now.status], text: "An entity admin can say why.", link: RELOAD, refresh: !isShutOut(now) };
  return {
    kind: "role-changed",
    title: `Your role changed: you are ${roleLabel(now.role)} now.`,
    text: "",
    link: { href: "", label: "Reload to see your new tabs" },
    refresh: true,
  };
}
