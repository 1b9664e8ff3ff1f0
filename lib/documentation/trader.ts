import "server-only";
import { consider } from "@/lib/authz/authorize";
import type { Principal } from "@/lib/authz/principal";
import type { ScopedTx } from "@/lib/db/scope";
import { USER_STATUSES } from "@/lib/users/statuses";
import type { Trader } from "./may-trade";

/** Whether the reader may trade for their own entity at all. */
export function traderOf(tx: ScopedTx, { entity, status }: Principal): Trader {
  if (consider(tx, "Market.Trade", { entityId: entity.id }).outcome === "grant") return { whyNot: null };
  return { whyNot: status === "active" ? "your role does not trade" : `you are ${USER_STATUSES[status].label.toLowerCase()}` };
}
