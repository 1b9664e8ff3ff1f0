import { z } from "zod";
import { reason, versionOrNone } from "@/lib/platform/operations/input";
import { MARKET } from "./market";

/** The number of the transition that somebody saw as the last. */
const version = versionOrNone;

/** A halt names no version: whatever the market does meanwhile, it is to stop. */
export const haltInput = z.strictObject({ reason });
/** Resuming names the halt that it lifts. */
export const resumeInput = z.strictObject({ version, reason });
export const resetInput = z.strictObject({
  reason,
  name: z.string("Type the market's name.").refine((name) => name.normalize("NFC").trim() === MARKET.name, `Type ${MARKET.name}, exactly so.`),
});

export type Halt = z.infer<typeof haltInput>;
export type Resume = z.infer<typeof resumeInput>;
export type Reset = z.infer<typeof resetInput>;
