import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/row";
import type { DenialReason } from "@/lib/platform/authz/decide";
import { isPermission, permissionInfo } from "@/lib/platform/authz/permissions";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { RefusalCode } from "@/lib/platform/errors";

/** Why a decision came out as it did, in the words of `explain`: of somebody else, and as of then. */
type Why = (access: string, role: string) => string;

const WHY: Readonly<Record<DenialReason | RefusalCode, Why>> = {
  PERMISSION_MISSING: (access, role) => `It needs ${access}, which their role then, ${role}, did not include.`,
  USER_HALTED: (access) => `Their role included ${access}, but their account was halted: nothing that trades was allowed.`,
  USER_FROZEN: (access) => `Their role included ${access}, but their account was frozen: they could look, and change nothing.`,
  USER_DEACTIVATED: () => "Their account was deactivated.",
  USER_TERMINATED: () => "Their account had been terminated.",
  ENTITY_SUSPENDED: () => "Their entity was suspended, and its people with it.",
  GLOBAL_REQUIRED: (access) => `Their role included ${access}, but this reaches across all entities, which takes the Global app role as well.`,
  OTHER_ENTITY: (access) => `Their role included ${access} for their own entity only, and this belongs to another.`,
  OTHER_PERSON: () => "This belongs to somebody else, or did not exist.",
  NOT_COUNTERPARTY: (access) => `${access} is for what another entity asks of theirs, and this was not asked of theirs.`,
  PERSON_REQUIRED: () => "Only a person may do this, not a client.",
  NOT_AUTHORISED: (access) => `${access} was held, and a rule refused what it was used for.`,
  SELF_APPROVAL: () => "Nobody decides what they asked for themselves.",
  BEYOND_OWN_PERMISSIONS: () => "Nobody grants what they could not grant themselves.",
  APPROVAL_REQUIRED: () => "It takes a second person to approve it.",
  LAST_OPERATOR: () => "It would have left nobody who holds this.",
  IMMUTABLE_ROLE: () => "A preconfigured role cannot be changed.",
  AUTH_EXPIRED: () => "Their session ended before it was done.",
};

type Decided = Pick<AuditRow, "kind" | "outcome" | "permission" | "reasonCode" | "actorRole" | "globalUsed">;

const isKnown = (code: string): code is keyof typeof WHY => Object.hasOwn(WHY, code);

/** The explanation of a decision; null for an entry that is none, or whose reason has no words. */
export function explanationOf({ kind, outcome, permission, reasonCode, actorRole, globalUsed }: Decided): string | null {
  if (kind !== "decision" || permission === null) return null;
  const role = actorRole ? printable(roleLabel(actorRole)) : "none";
  const access = isPermission(permission) ? permission : permission === "panel" ? "the Admin panel" : "a live account";
  if (outcome === "deny") return reasonCode && isKnown(reasonCode) ? WHY[reasonCode](access, role) : null;
  const lets = isPermission(permission) ? `It lets them ${permissionInfo(permission).unlocks.replaceAll("your", "their")}.` : "";
  return `Their role then, ${role}, held ${access}${globalUsed ? ", and Global lifted it beyond their own entity" : ""}. ${lets}`.trim();
}
