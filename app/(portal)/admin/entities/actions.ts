"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { createEntityOperation, editEntityOperation, reinstateEntityOperation, suspendEntityOperation } from "@/lib/domain/entities";

export const createEntityAction = formAction(createEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });

export const editEntityAction = formAction(editEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });

export const suspendEntityAction = formAction(suspendEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });

export const reinstateEntityAction = formAction(reinstateEntityOperation, { next: (entity) => `/admin/entities/${entity.id}` });
