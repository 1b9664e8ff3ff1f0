import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { createEntity, editEntity, reinstateEntity, suspendEntity } from "./commands";
import { createEntityInput, editEntityInput, entityStatusInput } from "./schema";

export const createEntityOperation = operation({
  name: "entities.create",
  permission: "Entity.Manage",
  input: createEntityInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => createEntity(tx, grant, input),
});

export const editEntityOperation = operation({
  name: "entities.edit",
  permission: "Entity.Manage",
  input: editEntityInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => editEntity(tx, grant, input),
});

export const suspendEntityOperation = operation({
  name: "entities.suspend",
  permission: "Entity.Manage",
  input: entityStatusInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => suspendEntity(tx, grant, input),
});

export const reinstateEntityOperation = operation({
  name: "entities.reinstate",
  permission: "Entity.Manage",
  input: entityStatusInput,
  about: "entity",
  target: "every-entity",
  run: ({ tx, grant, input }) => reinstateEntity(tx, grant, input),
});
