import { z } from "zod";
import { choice, cursorParam, idParam, searchText } from "@/lib/lists/params";

export const SUPPORT_STATES = ["open", "answered", "closed"] as const;

export const supportListParams = z.object({
  q: searchText,
  state: choice(SUPPORT_STATES),
  entity: idParam,
  cursor: cursorParam,
});

export type SupportListParams = z.infer<typeof supportListParams>;
