import { z } from "zod";
import { isRoleKey } from "@/lib/authz/roles";
import { choice, cursorParam, idParam, searchText } from "@/lib/lists/params";

export const invitationListParams = z.object({
  q: searchText,
  state: choice(["pending", "accepted", "expired", "revoked"]),
  role: z.string().refine(isRoleKey).optional().catch(undefined),
  entity: idParam,
  direction: choice(["asc", "desc"]),
  cursor: cursorParam,
});

export type InvitationListParams = z.infer<typeof invitationListParams>;
