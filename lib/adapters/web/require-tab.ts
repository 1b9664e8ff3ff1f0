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
 * A page's way in: decides by the page table, records that decision and everything the shell evaluates, and runs `read` in the
 * same scoped transaction. A refused page and one that does not exist answer alike: 404 and the page that explains.
 * `read` returns null for a row that this person cannot see.
 */
export const requireTab = <I extends PageId, T>(id: I, read: (context: PageContext<I>) => Promise<T | null>): Promise<T> =>
  answer((caller, address) =>
    inScope(caller, `page:${id}`, async (tx) => {
      const { principal } = caller;
      for (const decision of shellFor(principal).decisions) noteDecision(journalOf(tx), decision, "visibility");
      const { access, across } = doorOf(id);
      noteAsked(journalOf(tx), access, address);
      const value = await read({ tx, grant: authorize(tx, access, targetAcross(principal, across)), principal });
      // Somebody tried an address that is not theirs to open: for them a refused access, whether or not the row exists.
      if (value === null) noteMissing(tx, access);
      return value;
    }),
  );
