import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { askForAccess, closeRequest, openRequest, replyToRequest } from "./commands";
import { askForAccessInput, closeRequestInput, openRequestInput, replyInput } from "./schema";
import { threadTarget } from "./target";

export const askForAccessOperation = operation({
  name: "support.askForAccess",
  permission: "signed-in",
  input: askForAccessInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => askForAccess(tx, grant, input),
});

export const replyOperation = operation({
  name: "support.reply",
  permission: "signed-in",
  input: replyInput,
  about: "support_request",
  target: (tx, { id }) => threadTarget(tx, id),
  run: ({ tx, grant, input }) => replyToRequest(tx, grant, input),
});

export const closeRequestOperation = operation({
  name: "support.close",
  permission: "signed-in",
  input: closeRequestInput,
  about: "support_request",
  target: (tx, { id }) => threadTarget(tx, id),
  run: ({ tx, grant, input }) => closeRequest(tx, grant, input),
});

export const openRequestOperation = operation({
  name: "support.open",
  permission: "panel",
  input: openRequestInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => openRequest(tx, grant, input),
});
