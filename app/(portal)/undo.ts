import type { Action } from "@/lib/adapters/web/form-action";
import { setDirectionAction } from "./admin/documentation/actions";
import { editEntityAction, reinstateEntityAction } from "./admin/entities/actions";
import { editUserAction, setUserStatusAction } from "./admin/users/actions";
import { setOwnSideAction } from "./credit/documentation/actions";

/** The forms that take back what was just done. What they may do is decided as for any form. */
export const UNDO: Readonly<Record<string, Action>> = {
  "documentation.set": setDirectionAction,
  "documentation.setOwn": setOwnSideAction,
  "entities.edit": editEntityAction,
  "entities.reinstate": reinstateEntityAction,
  "users.edit": editUserAction,
  "users.setStatus": setUserStatusAction,
};
