import type { MarketState } from "@/lib/domain/market/model";
import type { EntityStatus, UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";

/** How somebody with an open page stands at this moment. */
export type Standing = {
  readonly userId: string;
  readonly authzVersion: number;
  readonly role: string;
  readonly status: UserStatus;
  readonly entityName: string;
  readonly entityStatus: EntityStatus;
  /** Why the session is over; null while it is live. */
  readonly over: string | null;
};

/** How the person behind a request stands. */
export const standingOf = (principal: UserPrincipal, authzVersion: number): Standing => ({
  userId: principal.userId,
  authzVersion,
  role: principal.role,
  status: principal.status,
  entityName: principal.entity.shortName,
  entityStatus: principal.entity.status,
  over: null,
});

/** What an open page is told of its session: what changed since it was drawn, and what to do about it. */
export type SessionMessage =
  | { readonly kind: "as-before" }
  | {
      readonly kind: "ended" | "role-changed" | "status-changed" | "entity-suspended";
      readonly title: string;
      readonly text: string;
      /** An empty address is the page itself, drawn anew. Any other opens beside it, so that nothing typed is lost. */
      readonly link: { readonly href: PageAddress; readonly label: string };
      /** Whether the page may draw itself anew where nobody has typed anything. */
      readonly refresh: boolean;
    };

/** What an open page is told of the market: its state, and how many transitions have led there. */
export type MarketMessage = { readonly state: MarketState; readonly version: number };

/** What a page remembers of the moment it was drawn; the page hands it back when it begins to listen. */
export const markOf = ({ userId, authzVersion, status }: Pick<Standing, "userId" | "authzVersion" | "status">): string => `${userId}.${authzVersion}.${status}`;

/** Whether the page, and with it what happens to the market, is still open to them. */
export const isShutOut = ({ over, status, entityStatus }: Standing): boolean =>
  over !== null || entityStatus === "suspended" || status === "deactivated" || status === "terminated";

const RELOAD = { href: "", label: "Reload this page" } as const;
const SIGN_IN = { href: "/sign-in", label: "Sign in again, in another tab" } as const;
const KEPT = "What you typed here is still here.";

const OVER: Readonly<Record<string, string>> = {
  "signed-out": "You were signed out.",
  idle: "You were signed out because nothing happened here for a while.",
  expired: "Your session reached its longest time.",
};

const STATUS: Readonly<Record<UserStatus, string>> = {
  active: "Your account is active again.",
  halted: "Your account was halted: nothing that trades is allowed.",
  frozen: "Your account was frozen: you may look, and change nothing.",
  deactivated: "Your account was deactivated: nothing is accepted from here any more.",
  terminated: "Your account was terminated: nothing is accepted from here any more.",
};

const AGAIN: SessionMessage = {
  kind: "ended",
  title: "Somebody signed in again in this browser.",
  text: `This page is from before. ${KEPT}`,
  link: RELOAD,
  refresh: false,
};

/** What a page is told whose session is over. */
export const endedMessage = (why: string): SessionMessage =>
  why === "replaced" ? AGAIN : { kind: "ended", title: OVER[why] ?? "Your session has ended.", text: KEPT, link: SIGN_IN, refresh: false };

/** Compares how somebody stands now with what their page remembers. */
export function changeSince(mark: string, now: Standing): SessionMessage {
  const [userId = "", version = "", status = ""] = mark.split(".");
  if (now.over !== null) return endedMessage(now.over);
  if (userId !== now.userId) return AGAIN;
  if (now.entityStatus === "suspended")
    return { kind: "entity-suspended", title: `${now.entityName} was suspended, and its people with it.`, text: KEPT, link: RELOAD, refresh: false };
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
