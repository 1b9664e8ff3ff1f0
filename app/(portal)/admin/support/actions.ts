"use server";

import { defineAction } from "@/lib/actions/define-action";
import { openRequest } from "@/lib/support/commands";
import { openRequestInput } from "@/lib/support/schema";

export const openRequestAction = defineAction({
  name: "support.open",
  permission: "panel",
  input: openRequestInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => openRequest(tx, grant, input),
  next: (request) => `/admin/support/${request.id}`,
});
