import { createHash } from "node:crypto";
import type { NewInvitation } from "./insert-invitations";

/** Stands for exactly these invitations: who, under which name, as what and where. A check gives it, and sending names it. */
export const checkedHash = (wanted: readonly NewInvitation[]): string =>
  createHash("sha256")
    .update(JSON.stringify(wanted.map(({ entityId, email, name, role }) => [entityId, email, name, role])))
    .digest("hex");
