import { z } from "zod";
import { isRoleKey } from "@/lib/platform/authz/roles";
import { choice, cursorParam, listedId, searchText } from "@/lib/platform/lists/params";
import { id, reason, version } from "@/lib/platform/operations/input";

const role = z.string().refine(isRoleKey, "Choose one of the roles.");

const fields = {
  /** The person. */
  id,
  /** The authorization version shown on the form. */
  seen: version,
  role,
  global: z.boolean("Say whether Global goes with it."),
  /** An instant; null for permanent. */
  endsAt: z.iso
    .datetime("Write a day and a time, such as 2026-12-24T17:00.")
    .nullable()
    .transform((value) => (value === null ? null : new Date(value))),
  reason,
};

export const roleChangeInput = z.strictObject(fields);

export const decisionInput = z.strictObject({ id, reason });
export const withdrawInput = z.strictObject({ id });

export type RoleChange = z.infer<typeof roleChangeInput>;
export type DecisionInput = z.infer<typeof decisionInput>;
export type WithdrawInput = z.infer<typeof withdrawInput>;

export const REQUEST_STATES = ["pending", "approved", "rejected", "withdrawn", "superseded"] as const;

export const requestListParams = z.strictObject({ q: searchText, state: choice(REQUEST_STATES), entity: listedId, cursor: cursorParam });
/** The role that is chosen in the address. */
export const roleFormParams = z.strictObject({
  to: z.string("A role is text.").max(100, "There is no such role.").optional(),
  global: z.boolean("Global is on or off.").default(false),
});

export type RequestListParams = z.infer<typeof requestListParams>;
