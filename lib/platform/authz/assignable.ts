import type { UserPrincipal } from "./principal";
import { isRoleKey, type RoleKey, roleInfo, rolesAssignedBy } from "./roles";

/**
 * The roles that a person may give to others, in the order of the role table: nobody gives what their role does not let them
 * give. Whether they may give anything at all is a decision of its own (Invitations.Send, Users.Promote). Pure.
 */
export const assignableRoles = (principal: Pick<UserPrincipal, "role">): readonly RoleKey[] => rolesAssignedBy(principal.role);

/** The roles among them that one person may give alone, and so by an invitation. */
export const invitableRoles = (principal: Pick<UserPrincipal, "role">): readonly RoleKey[] =>
  assignableRoles(principal).filter((role) => !needsSecondPerson(role));

/** Whether a role is given only by two people together. An unknown role is nobody's to give, so it needs no second. */
export const needsSecondPerson = (role: string): boolean => isRoleKey(role) && roleInfo(role).needsSecond === true;
