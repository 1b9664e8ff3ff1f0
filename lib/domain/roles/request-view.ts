import "server-only";
import { type EntityName, entityChoices } from "@/lib/domain/entities";
import type { Explanation } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Page } from "@/lib/platform/lists/keyset";
import { grantIf, whyNot, widest } from "@/lib/platform/unit-of-work/authorize";
import { listRequests } from "./request-queue";
import { getRequest, type RequestDetail, type RequestRow } from "./requests";
import type { RequestListParams } from "./schema";

type RequestQueueView = {
  readonly page: Page<RequestRow>;
  /** The entities it can be filtered by; null for readers who decide in one only. */
  readonly entities: readonly EntityName[] | null;
  readonly own: UserPrincipal["entity"];
  readonly now: Date;
};

/** One page of the queue, across all entities where the person decides in all. */
export async function readRequestQueue(tx: ScopedTx, grant: Grant<"Users.Promote">, params: RequestListParams): Promise<RequestQueueView> {
  const reached = widest(tx, grant);
  return {
    page: await listRequests(tx, reached, params),
    entities: await entityChoices(tx, reached, params.entity),
    own: grant.principal.entity,
    now: await databaseTime(tx),
  };
}

export type RequestView = {
  readonly request: RequestDetail;
  /** Whether the reader may open the queue. */
  readonly seesQueue: boolean;
  readonly mayManage: boolean;
  readonly whyNoDecision: Explanation | null;
};

/** A request's page; null when the person it is about is not visible. */
export async function readRequestView(tx: ScopedTx, grant: Grant<"Users.View">, id: string): Promise<RequestView | null> {
  const request = await getRequest(tx, widest(tx, grant), id);
  if (!request) return null;
  const target = { entityId: request.entity.id };
  return {
    request,
    seesQueue: grantIf(tx, "Users.Promote", { entityId: grant.principal.entity.id }) !== null,
    mayManage: grantIf(tx, "Users.Manage", target) !== null,
    whyNoDecision: whyNot(tx, "Users.Promote", target),
  };
}
