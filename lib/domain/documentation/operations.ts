import "server-only";
import { NOT_VISIBLE } from "@/lib/platform/authz/decide";
import { operation } from "@/lib/platform/operations/operation";
import { setDirections, setOwnSide } from "./commands";
import { partiesByCode } from "./parties";
import { setDirectionInput, setManyInput, setOwnSideInput } from "./schema";

export const setDirectionOperation = operation({
  name: "documentation.set",
  permission: "Docs.Manage",
  input: setDirectionInput,
  target: async (tx, { owner, counterparty }) => {
    const parties = await partiesByCode(tx, [owner, counterparty]);
    const [party, other] = [parties.get(owner), parties.get(counterparty)];
    const subject = { type: "documentation", id: owner, label: `${owner} about ${counterparty}`, entityId: party?.entityId ?? null };
    return party && other ? { entityId: party.entityId, counterpartyId: other.entityId, subject } : { ...NOT_VISIBLE, subject };
  },
  run: ({ tx, grant, input: { owner, counterparty, version, ...wanted } }) =>
    setDirections(tx, grant, { ...wanted, directions: [{ owner, counterparty, version }] }),
});

export const setManyDirectionsOperation = operation({
  name: "documentation.setMany",
  permission: "Docs.Manage",
  input: setManyInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => setDirections(tx, grant, input),
});

export const setOwnSideOperation = operation({
  name: "documentation.setOwn",
  permission: "Docs.Manage",
  input: setOwnSideInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => setOwnSide(tx, grant, input),
});
