"use server";

import { defineAction } from "@/lib/actions/define-action";
import { askForAccess, closeRequest, replyToRequest } from "@/lib/support/commands";
import { askForAccessInput, closeRequestInput, replyInput } from "@/lib/support/schema";

export const askForAccessAction = defineAction({
  name: "support.askForAccess",
  permission: "signed-in",
  input: askForAccessInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => askForAccess(tx, grant, input),
  next: (request) => `/access/requests/${request.id}`,
});

export const replyAction = defineAction({
  name: "support.reply",
  permission: "signed-in",
  input: replyInput,
  about: "support_request",
  target: "own-entity",
  run: ({ tx, grant, input }) => replyToRequest(tx, grant, input),
  revalidate: ["/admin/support", "/access/requests"],
});

export const closeRequestAction = defineAction({
  name: "support.close",
  permission: "signed-in",
  input: closeRequestInput,
  about: "support_request",
  target: "own-entity",
  run: ({ tx, grant, input }) => closeRequest(tx, grant, input),
  revalidate: ["/admin/support", "/access/requests"],
});
