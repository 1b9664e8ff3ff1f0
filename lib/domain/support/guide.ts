import { shellFor } from "@/lib/platform/authz/admin-tabs";
import { explain, whoGrants } from "@/lib/platform/authz/explain";
import { type Permission, permissionInfo } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";

export type Answer = { readonly question: string; readonly answer: string };

/** What people ask the exchange about most. */
const ASKED_FOR: readonly Permission[] = ["Users.Promote", "Users.Manage", "Invitations.Send", "Docs.Manage"];

/**
 * Answers the common refusals from the tables that decide them, so that no answer can drift from what is enforced. The tabs are
 * decided exactly as the shell decides them, which every page records. Nobody is told of what they may do themselves.
 */
export function guideFor(principal: UserPrincipal): readonly Answer[] {
  const hidden = shellFor(principal).closed.map(({ tab, decision }) => {
    const { sentence, remedy } = explain(principal, decision);
    return { question: `Why do I not see ${tab.label}?`, answer: [sentence, remedy].filter(Boolean).join(" ") };
  });
  const others = ASKED_FOR.filter((permission) => !principal.permissions.has(permission));
  return [...hidden, ...others.map((permission) => whoMay(permission, principal))];
}

const whoMay = (permission: Permission, principal: UserPrincipal): Answer => ({
  question: `Who may ${permissionInfo(permission).unlocks}?`,
  answer: `It takes ${permission}. ${whoGrants(permission, principal)}`,
});
