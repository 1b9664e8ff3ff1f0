import { z } from "zod";
import { choice, cursorParam } from "@/lib/platform/lists/params";
import { id } from "@/lib/platform/operations/input";

export const jobInput = z.strictObject({ id });

export const JOB_STATES = ["pending", "failed", "done", "cancelled"] as const;

/** What each kind of job is called. */
export const JOB_KINDS = {
  "users.bulkChange": "Bulk change of users",
  "invitations.sendList": "List of invitations",
  "directory.compare": "Directory comparison",
} as const satisfies Readonly<Record<string, string>>;

const kinds = ["users.bulkChange", "invitations.sendList", "directory.compare"] as const satisfies readonly (keyof typeof JOB_KINDS)[];

export const jobListParams = z.strictObject({ state: choice(JOB_STATES), kind: choice(kinds), cursor: cursorParam });
export type JobListParams = z.infer<typeof jobListParams>;

/** A kind's name; one of another version's by its own. */
export const kindLabel = (kind: string): string => Object.entries(JOB_KINDS).find(([known]) => known === kind)?.[1] ?? kind;

/** Counting failed jobs stops here; beyond it, the number only means "more". */
export const MOST_FAILED = 100;
