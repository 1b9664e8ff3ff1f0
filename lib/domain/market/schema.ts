import { z } from "zod";
import { reason, versionOrNone } from "@/lib/platform/operations/input";
import { MARKET } from "./market";

/** The number of the last transition shown. */
const version = versionOrNone;

/** A halt names no version: it applies whatever the market does meanwhile. */
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
