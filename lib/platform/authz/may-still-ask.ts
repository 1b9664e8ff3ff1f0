import { assignableRoles } from "./assignable";
import type { UserPrincipal } from "./principal";
import { wouldBeGranted } from "./usable";

/** What holds for whatever one person asks and another decides: how long it stays open, and whether whoever asked may still ask. Pure. */

const OPEN_DAYS = 30;

/** From when on nothing asked before is open any more. */
export const openSince = (at: Date): Date => new Date(at.getTime() - OPEN_DAYS * 86_400_000);

export const EXPIRED = `Nobody decided it within ${OPEN_DAYS} days.`;

export const requesterNotAllowed = (name: string): string => `${name}, who asked for it, may not ask for it any more.`;

type RoleAsked = { readonly entityId: string; readonly toRole: string; readonly toGlobal: boolean };

/** Whether somebody could ask for this role now: whoever asks must be able to give it, but for the second person. */
export const mayAskForRole = (person: UserPrincipal, { entityId, toRole, toGlobal }: RoleAsked): boolean =>
  wouldBeGranted(person, "Users.Manage", { entityId }) && assignableRoles(person).some((role) => role === toRole) && (person.global || !toGlobal);

/** Whether somebody could propose a change of the configuration now. */
export const mayPropose = (person: UserPrincipal): boolean => wouldBeGranted(person, "Market.Config.Manage", { entityId: person.entity.id });
