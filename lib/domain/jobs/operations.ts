import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { discardJob, retryJob } from "./commands";
import { jobInput } from "./schema";

export const retryJobOperation = operation({
  name: "jobs.retry",
  permission: "Market.Operate",
  input: jobInput,
  about: "job",
  target: "every-entity",
  run: ({ tx, grant, input }) => retryJob(tx, grant, input),
});

export const discardJobOperation = operation({
  name: "jobs.discard",
  permission: "Market.Operate",
  input: jobInput,
  about: "job",
  target: "every-entity",
  run: ({ tx, grant, input }) => discardJob(tx, grant, input),
});
