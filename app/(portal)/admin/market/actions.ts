"use server";

import { defineAction } from "@/lib/actions/define-action";
import { haltMarket, resetEngine, resumeMarket } from "@/lib/market/commands";
import { haltInput, resetInput, resumeInput } from "@/lib/market/schema";

export const haltMarketAction = defineAction({
  name: "market.halt",
  permission: "Market.Operate",
  input: haltInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => haltMarket(tx, grant, input),
  next: () => "/admin",
});

export const resumeMarketAction = defineAction({
  name: "market.resume",
  permission: "Market.Operate",
  input: resumeInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => resumeMarket(tx, grant, input),
  next: () => "/admin",
});

export const resetEngineAction = defineAction({
  name: "market.reset",
  permission: "Market.Operate",
  input: resetInput,
  target: "every-entity",
  run: ({ tx, grant, input }) => resetEngine(tx, grant, input),
  next: () => "/admin/market/diagnostics",
});
