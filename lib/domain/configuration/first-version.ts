import "server-only";
import { uuidv7 } from "uuidv7";
import { recordBySystem } from "@/lib/platform/audit/system";
import { SYSTEM } from "@/lib/platform/authz/principal";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { firstConfigured } from "./audit-events";
import { firstContent } from "./first-content";
import { hashOf } from "./hash";

/**
 * Creates the first version, the only one without approval, with the maker's defaults; returns false when the
 * market already has a configuration.
 */
export function insertFirstVersion(): Promise<boolean> {
  return inSystem(async (tx) => {
    const version = { number: 1, content: firstContent, hash: hashOf(firstContent), note: "Where a new market starts.", authorName: SYSTEM.displayName };
    const { count } = await tx.configurationVersion.createMany({ data: [version], skipDuplicates: true });
    if (count > 0) await recordBySystem(tx, uuidv7(), [firstConfigured(version)]);
    return count > 0;
  });
}
