import { z } from "zod";
import { listCursor } from "@/lib/platform/lists/params";
import { id, reason } from "@/lib/platform/operations/input";

export const retryInput = z.strictObject({ id });
export const noInput = z.strictObject({});
/** Reconciling one person: which difference, and why. */
export const reconcileInput = z.strictObject({ id, reason });

export type Reconcile = z.infer<typeof reconcileInput>;

export const WRITE_STATES = ["pending", "failed", "done", "superseded"] as const;

export const writeListParams = z.strictObject({ state: z.enum(WRITE_STATES, "Choose a state from the list.").optional(), cursor: listCursor });
export type WriteListParams = z.infer<typeof writeListParams>;

export const driftListParams = z.strictObject({ cursor: listCursor });
export type DriftListParams = z.infer<typeof driftListParams>;
