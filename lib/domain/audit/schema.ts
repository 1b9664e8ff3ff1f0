import { z } from "zod";
import { zoneInput } from "@/lib/domain/preferences/model";
import { ACTIVITY_KINDS } from "@/lib/platform/audit/activity-kinds";
import { choice, cursorParam, listedId } from "@/lib/platform/lists/params";
import { wallTime } from "@/lib/platform/time/wall-time";
import { MOST_CHARACTERS } from "./search-language";

const typed = z
  .string("A search is text.")
  .max(MOST_CHARACTERS, `A search has ${MOST_CHARACTERS} characters at most.`)
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"), "This text cannot be looked for.")
  .transform((value) => value.trim() || undefined)
  .optional();

/** A search of the log. `from` and `to` are what the form for a custom range sends beside it. */
export const logSearch = z.strictObject({ q: typed, from: wallTime, to: wallTime });

/** The log's address: the search, the page, and the entry that is open beside it. */
export const logParams = logSearch.extend({ cursor: cursorParam, entry: listedId });

export type LogParams = z.infer<typeof logParams>;
export type LogSearch = z.infer<typeof logSearch>;

export const logInput = logParams.extend({ zone: zoneInput });
/** The same search as a file, its times on the clock that the page showed. */
export const logExportInput = logSearch.extend({ zone: zoneInput });
export const logFileInput = logExportInput.extend({ format: z.enum(["csv", "jsonl"]) });
export type LogFile = z.infer<typeof logFileInput>;

/** Times to choose from, as the log's search writes them: the day before is whole. */
export const WHEN = ["today", "yesterday", "7d", "30d"] as const;
export const activityParams = z.strictObject({ kind: choice(ACTIVITY_KINDS), when: choice(WHEN), person: listedId, cursor: cursorParam });
export type ActivityParams = z.infer<typeof activityParams>;
export const activityInput = activityParams.extend({ zone: zoneInput });
