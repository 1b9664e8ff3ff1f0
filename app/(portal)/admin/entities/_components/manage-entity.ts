import { requireTab } from "@/lib/actions/require-tab";
import { authorize } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { type EntityDetail, getEntity } from "@/lib/entities/queries";
import { idParam } from "@/lib/lists/params";

/** The entity that a form is about to change: for those only who may change it. */
export function manageEntity(id: string): Promise<EntityDetail> {
  return requireTab("entities", async ({ tx, grant }) => {
    authorize(tx, "Entity.Manage", EVERY_ENTITY);
    const known = idParam.parse(id);
    return known ? getEntity(tx, grant, known) : null;
  });
}
