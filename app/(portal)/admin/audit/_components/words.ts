import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/row";
import { type Access, NOT_VISIBLE } from "@/lib/platform/authz/decide";
import { isPermission, permissionInfo } from "@/lib/platform/authz/permissions";

/** Labels for the audit log's terms. */

export const KIND_LABELS = { decision: "Decision", change: "Change", sign_in: "Sign-in" } as const satisfies Record<AuditRow["kind"], string>;
/** Labels for actors that are not people. */
export const ACTOR_KIND_LABELS = { client: "Client", system: "The portal itself" } as const satisfies Record<Exclude<AuditRow["actorKind"], "user">, string>;
export const PURPOSE_LABELS = { access: "Access", visibility: "Only shown" } as const;

const otherAccess: ReadonlyMap<string, string> = new Map<Access, string>([
  ["panel", "Open the Admin panel"],
  ["signed-in", "A live account"],
]);

/** A permission unknown to the catalogue is shown as recorded. */
export const permissionLabel = (access: string): string => otherAccess.get(access) ?? (isPermission(access) ? permissionInfo(access).label : printable(access));

/** The target entity's name; null when there is none. */
export function entityLabel({ kind, targetEntityId }: Pick<AuditRow, "kind" | "targetEntityId">, names: ReadonlyMap<string, string>): string | null {
  if (targetEntityId === null) return kind === "decision" ? "All entities" : null;
  if ("entityId" in NOT_VISIBLE && targetEntityId === NOT_VISIBLE.entityId) return "Something not visible to them";
  return names.get(targetEntityId) ?? "Unknown entity";
}

/** An unknown actor is a visitor without an account. */
export const actorLabel = ({ actorName }: Pick<AuditRow, "actorName">): string => (actorName ? printable(actorName) : "Unknown person");
