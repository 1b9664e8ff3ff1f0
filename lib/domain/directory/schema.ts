import { z } from "zod";
import { choice, cursorParam } from "@/lib/platform/lists/params";
import { id, reason } from "@/lib/platform/operations/input";

export const retryInput = z.strictObject({ id });
export const noInput = z.strictObject({});
/** Reconciling one person: which difference, and why. */
export const reconcileInput = z.strictObject({ id, reason });

export type Reconcile = z.infer<typeof reconcileInput>;

export const WRITE_STATES = ["pending", "failed", "done", "superseded"] as const;

export const writeListParams = z.strictObject({ state: choice(WRITE_STATES), cursor: cursorParam });
export type WriteListParams = z.infer<typeof writeListParams>;

export const driftListParams = z.strictObject({ cursor: cursorParam });
export type DriftListParams = z.infer<typeof driftListParams>;
