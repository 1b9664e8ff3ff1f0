import { type Access, type Decision, type DenialReason, isPermissionAccess, type Target } from "./decide";
import { type Permission, permissionInfo } from "./permissions";
import type { ClientPrincipal, Requester, UserPrincipal } from "./principal";
import { PANEL_DOORS } from "./requirement";
import { isGrantedInEntities, isRoleKey, type RoleKey, roleInfo, roleKeys, roleLabel, rolesHolding } from "./roles";

/** Explains a decision to a person: which permission, in which scope, and who can grant it. */
export type Explanation = {
  /** What was required: a permission's name, or a stand-in for one. */
  readonly needs: string;
  readonly scope: string;
  readonly sentence: string;
  /** Who can change the outcome, and how; absent when access is already granted. */
  readonly remedy?: string;
  /** What to request from them; absent when a request cannot help. */
  readonly ask?: Wish;
};

/** A permission, or the panel, in the own entity or in all of them. */
export type Wish = { readonly access: Permission | "panel"; readonly everyEntity: boolean };

/** Explains any decision from the catalogue and the role table alone, so it cannot drift from what is enforced. */
export function explain(principal: Requester, decision: Decision): Explanation {
  return principal.kind === "user" ? explainToPerson(principal, decision) : explainToClient(principal, decision);
}

/** For a client: names the missing permission. Its people can request it when somebody may grant it. */
function explainToClient({ displayName, entity }: ClientPrincipal, { access, target, ...decision }: Decision): Explanation {
  const scope = reachesAll(access, target) ? "all entities" : `the entity that was asked for, by a client of ${entity.shortName}`;
  const sentence = decision.outcome === "grant" ? `${displayName} may ${unlocks(access)}.` : `${displayName} may not do this: ${decision.reason}.`;
  return { needs: nameOf(access), scope, sentence };
}

function explainToPerson(principal: UserPrincipal, decision: Decision): Explanation {
  const { access, target } = decision;
  const base = { needs: nameOf(access), scope: scopeOf(principal, access, target) };
  if (decision.outcome === "grant") return { ...base, sentence: `Your role, ${roleOf(principal)}, lets you ${unlocks(access)}.` };
  const ask = access !== "signed-in" && ASKABLE.has(decision.reason) ? { ask: { access, everyEntity: reachesAll(access, target) } } : {};
  return { ...base, ...denials[decision.reason](principal, access, target), ...ask };
}

/** An account that is shut out cannot send a request from the portal. */
const ASKABLE: ReadonlySet<DenialReason> = new Set(["PERMISSION_MISSING", "USER_HALTED", "USER_FROZEN", "GLOBAL_REQUIRED", "OTHER_ENTITY"]);

/** Explains a refusal by a rule rather than by a permission; the caller names the rule. */
export const explainRule = (principal: UserPrincipal, access: Access, target: Target, rule: Pick<Explanation, "sentence" | "remedy">): Explanation => ({
  needs: nameOf(access),
  scope: scopeOf(principal, access, target),
  ...rule,
});

// Built once: every page explains something, and building a formatter costs far more than using it.
const alternatives = new Intl.ListFormat("en-NZ", { type: "disjunction" });
const labelsOf = (keys: readonly RoleKey[]) => alternatives.format(keys.map(roleLabel));

/** Which roles hold a permission, and how to get one of them. */
export function whoGrants(permission: Permission, principal: UserPrincipal): string {
  const holders = rolesHolding(permission);
  const optional = roleKeys.filter((key) => roleInfo(key).optional?.includes(permission));
  const alsoWhere = optional.length > 0 ? `, and by ${labelsOf(optional)} where this portal is set up so` : "";
  return isGrantedInEntities(permission)
    ? `Held by ${labelsOf(holders)}${alsoWhere}. Ask an entity admin of ${principal.entity.shortName} for such a role; an operator of the exchange decides.`
    : `Held only by ${labelsOf(holders)}${alsoWhere}. The exchange's operators decide who becomes one, two of them together.`;
}

/** Beyond the own entity a permission also needs Global, which some of its roles cannot have. */
function whoGrantsAcross(permission: Permission): string {
  const holders = roleKeys.filter((key) => roleInfo(key).mayBeGlobal && roleInfo(key).permissions.includes(permission));
  return `Beyond one's own entity it is held only by ${labelsOf(holders)}, together with Global. The exchange's operators decide who becomes one, two of them together.`;
}

const isOwn = (principal: UserPrincipal, target: Target): boolean => "entityId" in target && target.entityId === principal.entity.id;

type Denial = (principal: UserPrincipal, access: Access, target: Target) => { sentence: string; remedy: string };

const denials: Record<DenialReason, Denial> = {
  PERMISSION_MISSING: (principal, access, target) =>
    isPermissionAccess(access)
      ? {
          sentence: `It needs ${access}, which your role, ${roleOf(principal)}, does not include.`,
          remedy: isOwn(principal, target) ? whoGrants(access, principal) : whoGrantsAcross(access),
        }
      : {
          sentence: `It needs ${nameOf(access)}, and your role, ${roleOf(principal)}, includes none of these.`,
          remedy: `Ask an entity admin of ${principal.entity.shortName} about your role.`,
        },
  USER_HALTED: (principal, access) => ({
    sentence: `Your role includes ${access}, but your account is halted: nothing that trades is allowed.`,
    remedy: whoLiftsStatus(principal),
  }),
  USER_FROZEN: (principal, access) => ({
    sentence: `Your role includes ${access}, but your account is frozen: you may look, and change nothing.`,
    remedy: whoLiftsStatus(principal),
  }),
  USER_DEACTIVATED: (principal) => ({ sentence: "Your account is deactivated.", remedy: whoLiftsStatus(principal) }),
  USER_TERMINATED: () => ({
    sentence: "Your account has been terminated, for good.",
    remedy: "It cannot be lifted. If that is a mistake, write to the exchange's operators.",
  }),
  ENTITY_SUSPENDED: ({ entity }) => ({
    sentence: `${entity.shortName} is suspended, and its people with it.`,
    remedy: "An operator of the exchange can reinstate the entity.",
  }),
  GLOBAL_REQUIRED: (principal, access) => ({
    sentence: `Your role includes ${access}, but this reaches across all entities, which takes the Global app role as well.`,
    remedy: globalRemedy(principal),
  }),
  OTHER_ENTITY: (principal, access) => ({
    sentence: `Your role includes ${access} for ${principal.entity.shortName} only, and this belongs to another entity.`,
    remedy: globalRemedy(principal),
  }),
  OTHER_PERSON: () => ({ sentence: "This belongs to somebody else, or does not exist.", remedy: "Go back to your own and choose from there." }),
  NOT_COUNTERPARTY: (_principal, access) => ({
    sentence: `${access} is for what another entity asks of yours, and this is not asked of yours.`,
    remedy: "Only people of the entity of which it is asked decide it.",
  }),
  PERSON_REQUIRED: () => ({ sentence: "Only a person may do this.", remedy: "Sign in to the portal, and do it there." }),
};

const nameOf = (access: Access): string => {
  if (access === "signed-in") return "a live account";
  return access === "panel"
    ? `one of ${PANEL_DOORS.map(({ permission, across }) => (across === "every-entity" ? `${permission} with Global` : permission)).join(", ")}`
    : access;
};

const unlocks = (access: Access): string => {
  if (access === "signed-in") return "use the portal";
  return access === "panel" ? "open the Admin panel" : permissionInfo(access).unlocks;
};

const roleOf = (principal: UserPrincipal): string => (principal.global ? `${roleLabel(principal.role)} with Global` : roleLabel(principal.role));

function scopeOf(principal: UserPrincipal, access: Access, target: Target): string {
  if (reachesAll(access, target)) return "all entities";
  return isOwn(principal, target) ? `your own entity, ${principal.entity.shortName}` : "another entity";
}

const reachesAll = (access: Access, target: Target): boolean =>
  "everyEntity" in target || (isPermissionAccess(access) && permissionInfo(access).reach === "every-entity");

const whoLiftsStatus = ({ entity }: UserPrincipal) =>
  `An entity admin of ${entity.shortName} or an operator of the exchange can lift it; ask them for the reason on record.`;

const globalRemedy = ({ role }: UserPrincipal) =>
  isRoleKey(role) && roleInfo(role).mayBeGlobal
    ? "Those who manage the exchange's directory assign Global in Microsoft Entra ID; it acts from your next sign-in."
    : "Only operators of the exchange work across entities; ask one of them to do it.";
