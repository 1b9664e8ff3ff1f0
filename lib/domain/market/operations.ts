import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { haltMarket, resetEngine, resumeMarket } from "./commands";
import { haltInput, resetInput, resumeInput } from "./schema";

export const haltMarketOperation = operation({
  name: "market.halt",
  permission: "Market.Operate",
  input: haltInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => haltMarket(tx, grant, input),
});

export const resumeMarketOperation = operation({
  name: "market.resume",
  permission: "Market.Operate",
  input: resumeInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => resumeMarket(tx, grant, input),
});

export const resetEngineOperation = operation({
  name: "market.reset",
  permission: "Market.Operate",
  input: resetInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => resetEngine(tx, grant, input),
});
