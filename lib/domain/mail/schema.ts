import { z } from "zod";
import { choice, cursorParam, listedId, searchText } from "@/lib/platform/lists/params";
import { id } from "@/lib/platform/operations/input";

export const outboxParams = z.strictObject({
  q: searchText,
  state: choice(["waiting", "sent", "failed", "withdrawn"]),
  entity: listedId,
  cursor: cursorParam,
});

export type OutboxParams = z.infer<typeof outboxParams>;

export const requeueInput = z.strictObject({ id });
export type Requeue = z.infer<typeof requeueInput>;
