"use server";

import { defineAction } from "@/lib/actions/define-action";
import { createEntity, editEntity, reinstateEntity, suspendEntity } from "@/lib/entities/commands";
import { createEntityInput, editEntityInput, entityStatusInput } from "@/lib/entities/schema";

export const createEntityAction = defineAction({
  name: "entities.create",
  permission: "Entity.Manage",
  input: createEntityInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => createEntity(tx, grant, input),
  next: (entity) => `/admin/entities/${entity.id}`,
});

export const editEntityAction = defineAction({
  name: "entities.edit",
  permission: "Entity.Manage",
  input: editEntityInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => editEntity(tx, grant, input),
  next: (entity) => `/admin/entities/${entity.id}`,
});

export const suspendEntityAction = defineAction({
  name: "entities.suspend",
  permission: "Entity.Manage",
  input: entityStatusInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => suspendEntity(tx, grant, input),
  next: (entity) => `/admin/entities/${entity.id}`,
});

export const reinstateEntityAction = defineAction({
  name: "entities.reinstate",
  permission: "Entity.Manage",
  input: entityStatusInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => reinstateEntity(tx, grant, input),
  next: (entity) => `/admin/entities/${entity.id}`,
});
