import { z } from "zod";
import { ZONES } from "@/lib/domain/preferences/model";
import { isRoleKey } from "@/lib/platform/authz/roles";
import { choice, cursorParam, idParam, searchText } from "@/lib/platform/lists/params";
import { id, reason, version } from "@/lib/platform/operations/input";
import { instantOf, isWallTime } from "@/lib/platform/time/wall-time";

const role = z.string().refine(isRoleKey, "Choose one of the roles.");

const fields = {
  /** The person. */
  id,
  /** The authorization version with which the form was drawn. */
  seen: version,
  role,
  global: z.enum(["yes", "no"]).transform((value) => value === "yes"),
  /** A minute on the clock of `zone`; empty for good. */
  endsAt: z.string().refine((value) => value === "" || isWallTime(value), "Write a day and a time, such as 2026-12-24T17:00."),
  zone: z.enum(ZONES, "This is not a time zone of the portal."),
  reason,
};

/** A wall time becomes the instant that it means; of an hour that daylight saving repeats, the later one. */
export const roleChangeInput = z
  .strictObject(fields)
  .transform(({ endsAt, zone, ...rest }) => ({ ...rest, endsAt: endsAt === "" ? null : instantOf(endsAt, zone, "later") }));

export const decisionInput = z.strictObject({ id, reason });
export const withdrawInput = z.strictObject({ id });

export type RoleChange = z.infer<typeof roleChangeInput>;
export type DecisionInput = z.infer<typeof decisionInput>;
export type WithdrawInput = z.infer<typeof withdrawInput>;

export const REQUEST_STATES = ["pending", "approved", "rejected", "withdrawn", "superseded"] as const;

export const requestListParams = z.object({ q: searchText, state: choice(REQUEST_STATES), entity: idParam, cursor: cursorParam });
export type RequestListParams = z.infer<typeof requestListParams>;
