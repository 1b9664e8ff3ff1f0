import { ZONES } from "@/lib/domain/preferences/model";
import { invalidInput } from "@/lib/platform/errors";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { instantOf, isWallTime } from "@/lib/platform/time/wall-time";
import { roleChangeInput } from "./schema";

/**
 * A role's end as its form writes it: a minute on the clock of a zone. In an hour that daylight saving repeats,
 * the later one; empty means permanent.
 */
export function readRoleChange({ endsAt = "", zone, ...rest }: Fields): unknown {
  const known = ZONES.find((one) => one === zone);
  if (!known) throw invalidInput({ zone: "This is not a time zone of the portal." });
  if (endsAt !== "" && !isWallTime(endsAt)) throw invalidInput({ endsAt: "Write a day and a time, such as 2026-12-24T17:00." });
  return { ...decodeFields(roleChangeInput, rest), endsAt: endsAt === "" ? null : instantOf(endsAt, known, "later").toISOString() };
}
