import { createHash } from "node:crypto";
import type { NewInvitation } from "./insert-invitations";

/** Identifies exactly these invitations: address, name, role and entity. A check returns it, and sending names it. */
export const checkedHash = (wanted: readonly NewInvitation[]): string =>
  createHash("sha256")
    .update(JSON.stringify(wanted.map(({ entityId, email, name, role }) => [entityId, email, name, role])))
    .digest("hex");
