import { z } from "zod";
import { isRoleKey } from "@/lib/authz/roles";
import { choice, cursorParam, idParam, searchText } from "@/lib/lists/params";

export const USER_SORTS = ["displayName", "createdAt"] as const;

export const userListParams = z.object({
  q: searchText,
  role: z.string().refine(isRoleKey).optional().catch(undefined),
  status: choice(["active", "halted", "frozen", "deactivated", "terminated"]),
  entity: idParam,
  sort: choice(USER_SORTS),
  direction: choice(["asc", "desc"]),
  cursor: cursorParam,
});

export type UserListParams = z.infer<typeof userListParams>;
