import { assignableRoles } from "./assignable";
import type { UserPrincipal } from "./principal";
import { wouldBeGranted } from "./usable";

/**
 * Rules for every request that a second person decides: how long it stays open, and whether its requester may
 * still make it. Pure.
 */

const OPEN_DAYS = 30;

/** Requests made before this time have expired. */
export const openSince = (at: Date): Date => new Date(at.getTime() - OPEN_DAYS * 86_400_000);

export const EXPIRED = `Nobody decided it within ${OPEN_DAYS} days.`;

export const requesterNotAllowed = (name: string): string => `${name}, who asked for it, may not ask for it any more.`;

type RoleAsked = { readonly entityId: string; readonly toRole: string; readonly toGlobal: boolean };

/** Whether a person could request this role now: they must be able to assign it, apart from the second person. */
export const mayAskForRole = (person: UserPrincipal, { entityId, toRole, toGlobal }: RoleAsked): boolean =>
  wouldBeGranted(person, "Users.Manage", { entityId }) && assignableRoles(person).some((role) => role === toRole) && (person.global || !toGlobal);

/** Whether a person could propose a configuration change now. */
export const mayPropose = (person: UserPrincipal): boolean => wouldBeGranted(person, "Market.Config.Manage", { entityId: person.entity.id });
