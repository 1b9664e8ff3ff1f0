import { ZONES } from "@/lib/domain/preferences/model";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { instantOf, isWallTime } from "@/lib/platform/time/wall-time";
import { roleChangeInput } from "./schema";

/** The end of a role as its form writes it: a minute on the clock of a zone. Of an hour that daylight saving repeats, the later one; empty is for good. */
export function readRoleChange({ endsAt = "", zone = "", ...rest }: Fields): unknown {
  const known = ZONES.find((one) => one === zone);
  const isInstant = known !== undefined && isWallTime(endsAt);
  return { ...decodeFields(roleChangeInput, rest), endsAt: endsAt === "" ? null : isInstant ? instantOf(endsAt, known, "later").toISOString() : endsAt };
}
