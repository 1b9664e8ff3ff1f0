import { type Access, decide, type Target } from "@/lib/platform/authz/decide";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { UserPrincipal } from "@/lib/platform/authz/principal";

/** What would be decided, explained. */
export const explainFor = (principal: UserPrincipal, access: Access, target: Target): Explanation => explain(principal, decide(principal, access, target));
