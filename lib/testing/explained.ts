import { type Access, decide, type Target } from "@/lib/platform/authz/decide";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { Principal } from "@/lib/platform/authz/principal";

/** What would be decided, explained. */
export const explainFor = (principal: Principal, access: Access, target: Target): Explanation => explain(principal, decide(principal, access, target));
