"use server";

import { defineAction } from "@/lib/actions/define-action";
import { NOT_VISIBLE } from "@/lib/authz/decide";
import { setDirections } from "@/lib/documentation/commands";
import { partyByCode } from "@/lib/documentation/parties";
import { setDirectionInput, setManyInput } from "@/lib/documentation/schema";

export const setDirectionAction = defineAction({
  name: "documentation.set",
  permission: "Docs.Manage",
  input: setDirectionInput,
  target: async (tx, { owner }) => {
    const party = await partyByCode(tx, owner);
    const subject = { type: "documentation", id: owner, label: owner, entityId: party?.entityId ?? null };
    return { ...(party ? { entityId: party.entityId } : NOT_VISIBLE), subject };
  },
  run: ({ tx, grant, input: { owner, counterparty, version, ...wanted } }) =>
    setDirections(tx, grant, { ...wanted, directions: [{ owner, counterparty, version }] }),
  next: (_, { owner, counterparty }) => `/admin/documentation/${owner}_${counterparty}`,
});

export const setManyDirectionsAction = defineAction({
  name: "documentation.setMany",
  permission: "Docs.Manage",
  input: setManyInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => setDirections(tx, grant, input),
  revalidate: ["/admin/documentation/list"],
});
