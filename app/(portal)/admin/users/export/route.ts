import { defineDownload } from "@/lib/adapters/web/define-download";
import { exportedUsers } from "@/lib/domain/people";
import { exportUsersInput } from "@/lib/domain/people/model";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

export const GET = defineDownload({
  name: "users.export",
  permission: "Users.View",
  across: "own-entity",
  input: exportUsersInput,
  file: ({ format }) => ({ name: `users.${format}`, type: TYPES[format] }),
  body: exportedUsers,
});
