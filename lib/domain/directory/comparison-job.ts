import { z } from "zod";
import { jobKind } from "@/lib/platform/jobs/queue/job-kind";
import { id } from "@/lib/platform/operations/input";

/** A comparison with the directory, which an adapter carries out. */
export const comparisonJob = jobKind({ name: "directory.compare", payload: z.strictObject({ id }) });
