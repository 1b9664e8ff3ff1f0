import "server-only";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import type { Trader } from "./may-trade";

/** Whether the reader may trade for their own entity at all. */
export function traderOf(tx: ScopedTx, { entity, status }: UserPrincipal): Trader {
  if (consider(tx, "Market.Trade", { entityId: entity.id }).outcome === "grant") return { whyNot: null };
  return { whyNot: status === "active" ? "your role does not trade" : `you are ${USER_STATUSES[status].label.toLowerCase()}` };
}
