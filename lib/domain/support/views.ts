import "server-only";
import type { z } from "zod";
import { type EntityName, entityChoices } from "@/lib/domain/entities";
import { journalOf } from "@/lib/platform/audit/journal";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import { type Permission, permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Page } from "@/lib/platform/lists/keyset";
import { consider, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { type Desk, supportContact } from "./contact";
import { contextOf, type RequestContext } from "./context";
import { getSupportRequest, listSupportRequests, type SupportDetail, type SupportRow } from "./requests";
import type { askParams, SupportListParams } from "./schema";

type OpenPanel = Grant<"panel">;

type SupportListView = {
  readonly page: Page<SupportRow>;
  readonly entities: readonly EntityName[] | null;
  readonly principal: UserPrincipal;
  readonly desk: Desk | null;
  readonly maySeeMail: boolean;
};

/** One page of requests, with what their filters offer and who else to ask. */
export async function readSupportList(tx: ScopedTx, grant: OpenPanel, params: SupportListParams): Promise<SupportListView> {
  const { principal } = grant;
  return {
    page: await listSupportRequests(tx, grant, params),
    entities: await entityChoices(tx, grant, params.entity),
    principal,
    desk: await supportContact(tx),
    maySeeMail: consider(tx, "Invitations.Send", { entityId: principal.entity.id }).outcome === "grant",
  };
}

type SupportRequestView = { readonly request: SupportDetail; readonly history: readonly HistoryEntry[]; readonly viewsUsers: boolean };

/** One request with its history; null when there is none that the person may see. */
export async function readSupportRequest(tx: ScopedTx, grant: OpenPanel, id: string): Promise<SupportRequestView | null> {
  const request = await getSupportRequest(tx, grant, id);
  if (!request) return null;
  return {
    request,
    history: await historyOf(tx, grant, { type: "support_request", id }),
    viewsUsers: grantIf(tx, "Users.View", { entityId: request.entity.id }) !== null,
  };
}

/** What is sent along with a request that is written now. */
export function contextNow(tx: ScopedTx, grant: Grant<"panel"> | Grant<"signed-in">, about: Parameters<typeof contextOf>[2]): RequestContext {
  assertGrantOf(tx, grant);
  return contextOf(grant.principal, journalOf(tx).caller.request, about);
}

type AccessForm = {
  /** Of the access that the address names; null when it names none. */
  readonly explanation: Explanation | null;
  readonly held: boolean;
  /** What to choose from when it names none. */
  readonly missing: readonly Permission[];
  readonly context: RequestContext;
};

/** What a person may ask for. */
export function readAccessForm(tx: ScopedTx, grant: Grant<"signed-in">, { for: wanted, across, from }: z.infer<typeof askParams>): AccessForm {
  const { principal } = grant;
  const own = { entityId: principal.entity.id };
  const decision = wanted ? consider(tx, wanted, across === "all" ? EVERY_ENTITY : own) : null;
  return {
    explanation: decision && explain(principal, decision),
    held: decision?.outcome === "grant",
    missing: wanted ? [] : permissionNames.filter((permission) => consider(tx, permission, own).outcome === "deny"),
    context: contextNow(tx, grant, { page: from }),
  };
}
