"use server";

import { defineAction } from "@/lib/actions/define-action";
import { setOwnSide } from "@/lib/documentation/commands";
import { setOwnSideInput } from "@/lib/documentation/schema";

export const setOwnSideAction = defineAction({
  name: "documentation.setOwn",
  permission: "Docs.Manage",
  input: setOwnSideInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => setOwnSide(tx, grant, input),
  next: (_, { counterparty }) => `/credit/documentation/${counterparty}`,
});
