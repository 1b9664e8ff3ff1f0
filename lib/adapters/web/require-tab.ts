import "server-only";
import { journalOf, noteAsked, noteDecision } from "@/lib/platform/audit/journal";
import { type AccessOf, doorOf, type PageId, shellFor } from "@/lib/platform/authz/admin-tabs";
import { targetAcross } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize, noteMissing } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { answer } from "./page";

export type PageContext<I extends PageId> = { readonly tx: ScopedTx; readonly grant: Grant<AccessOf<I>>; readonly principal: UserPrincipal };

/**
 * Authorises a page by the page table, records that decision and those of the shell, and runs `read` in the same scoped
 * transaction. Refused and missing pages both answer 404 with an explanation. `read` returns null for a row this user cannot see.
 */
export const requireTab = <I extends PageId, T>(id: I, read: (context: PageContext<I>) => Promise<T | null>): Promise<T> =>
  answer((caller, address) =>
    inScope(caller, `page:${id}`, async (tx) => {
      const { principal } = caller;
      for (const decision of shellFor(principal).decisions) noteDecision(journalOf(tx), decision, "visibility");
      const { permission: access, across } = doorOf(id);
      noteAsked(journalOf(tx), access, address);
      const value = await read({ tx, grant: authorize(tx, access, targetAcross(principal, across)), principal });
      // Recorded as a denial whether or not the row exists.
      if (value === null) noteMissing(tx, access);
      return value;
    }),
  );
