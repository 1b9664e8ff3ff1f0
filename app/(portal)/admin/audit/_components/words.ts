import { actionLabel } from "@/components/portal/history";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/queries";
import { ADMIN_TABS, PAGES } from "@/lib/platform/authz/admin-tabs";
import { type Access, NOT_VISIBLE } from "@/lib/platform/authz/decide";
import { isPermission, permissionInfo } from "@/lib/platform/authz/permissions";

/** What the record's words are called on a page. */

export const KIND_LABELS = { decision: "Decision", change: "Change", sign_in: "Sign-in" } as const satisfies Record<AuditRow["kind"], string>;
/** What acted where it was no person. */
export const ACTOR_KIND_LABELS = { client: "Client", system: "The portal itself" } as const satisfies Record<Exclude<AuditRow["actorKind"], "user">, string>;
export const PURPOSE_LABELS = { access: "Access", visibility: "Only shown" } as const;

const pages: ReadonlyMap<string, string> = new Map([...ADMIN_TABS, ...PAGES].map(({ id, label }) => [`page:${id}`, label]));

/** `page:users` is "Page: Users"; anything else is read as an action. */
export const whatLabel = (action: string): string => {
  const page = pages.get(action);
  return page ? `Page: ${page}` : actionLabel(printable(action));
};

const otherAccess: ReadonlyMap<string, string> = new Map<Access, string>([
  ["panel", "Open the Admin panel"],
  ["signed-in", "A live account"],
]);

/** A name that the catalogue does not have stays as it was recorded. */
export const permissionLabel = (access: string): string => otherAccess.get(access) ?? (isPermission(access) ? permissionInfo(access).label : printable(access));

/** Whose things it was about, in the entity's name; null where that means nothing. */
export function entityLabel({ kind, targetEntityId }: Pick<AuditRow, "kind" | "targetEntityId">, names: ReadonlyMap<string, string>): string | null {
  if (targetEntityId === null) return kind === "decision" ? "All entities" : null;
  if ("entityId" in NOT_VISIBLE && targetEntityId === NOT_VISIBLE.entityId) return "Something not visible to them";
  return names.get(targetEntityId) ?? "Unknown entity";
}

/** An unknown actor is a visitor whom no account was found for. */
export const actorLabel = ({ actorName }: Pick<AuditRow, "actorName">): string => (actorName ? printable(actorName) : "Unknown person");
