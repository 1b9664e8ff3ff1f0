import { shellFor } from "@/lib/platform/authz/admin-tabs";
import { explain, whoGrants } from "@/lib/platform/authz/explain";
import { type Permission, permissionInfo } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";

export type Answer = { readonly question: string; readonly answer: string };

/** The questions that people ask the exchange most. */
const ASKED_FOR: readonly Permission[] = ["Users.Promote", "Users.Manage", "Invitations.Send", "Docs.Manage"];

/**
 * Explains the common refusals from the tables that decide them, so that no answer drifts from what is
 * enforced. Tabs are decided as the shell decides them, which every page records. Only what the reader may not
 * do is explained.
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
