import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { type AccessView, accessView } from "./view";

/** Decides everything for the person; whatever of it is audited is on record, as only shown. */
export function readAccess(tx: ScopedTx, { principal }: Grant<"signed-in">): { readonly view: AccessView; readonly principal: UserPrincipal } {
  return { view: accessView(principal, (access, target) => consider(tx, access, target)), principal };
}
