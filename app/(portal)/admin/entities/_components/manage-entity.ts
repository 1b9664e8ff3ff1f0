import { requireTab } from "@/lib/adapters/web/require-tab";
import { type EntityDetail, getEntity } from "@/lib/domain/entities";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { idParam } from "@/lib/platform/lists/params";
import { authorize } from "@/lib/platform/unit-of-work/authorize";

/** Loads the entity for a form, for users who may change it. */
export function manageEntity(id: string): Promise<EntityDetail> {
  return requireTab("entities", async ({ tx, grant }) => {
    authorize(tx, "Entity.Manage", EVERY_ENTITY);
    const known = idParam.parse(id);
    return known ? getEntity(tx, grant, known) : null;
  });
}
