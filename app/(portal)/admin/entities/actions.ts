"use server";

import { backTo, UNDONE } from "@/lib/adapters/web/flash";
import { formAction } from "@/lib/adapters/web/form-action";
import { createEntityOperation, editEntityOperation, reinstateEntityOperation, suspendEntityOperation } from "@/lib/domain/entities";

export const createEntityAction = formAction(createEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });

export const editEntityAction = formAction(editEntityOperation, {
  next: (entity) => `/admin/entities/${entity.id}`,
  undo: ({ id, version }, { legalName, shortName }, changes) => backTo("entities.edit", { id, version, legalName, shortName }, changes),
});

export const suspendEntityAction = formAction(suspendEntityOperation, {
  next: (entity) => `/admin/entities/${entity.id}`,
  undo: ({ id, version }) => backTo("entities.reinstate", { id, version, reason: UNDONE }, []),
});

export const reinstateEntityAction = formAction(reinstateEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });
