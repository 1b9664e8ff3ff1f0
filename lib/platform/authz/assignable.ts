import type { UserPrincipal } from "./principal";
import { isRoleKey, type RoleKey, roleInfo, rolesAssignedBy } from "./roles";

/**
 * The roles that the holder of a role may assign, in table order. Whether they may assign at all is a separate
 * decision (Invitations.Send, Users.Promote). Pure.
 */
export const assignableRoles = (principal: Pick<UserPrincipal, "role">): readonly RoleKey[] => rolesAssignedBy(principal.role);

/** The assignable roles that need no second person; only these can be given by an invitation. */
export const invitableRoles = (principal: Pick<UserPrincipal, "role">): readonly RoleKey[] =>
  assignableRoles(principal).filter((role) => !needsSecondPerson(role));

/** Whether a role needs two people to assign. False for an unknown role, which nobody can assign. */
export const needsSecondPerson = (role: string): boolean => isRoleKey(role) && roleInfo(role).needsSecond === true;
