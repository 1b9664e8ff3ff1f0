import { defineDownload } from "@/lib/adapters/web/define-download";
import { usersDownload } from "@/lib/domain/people";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

export const GET = defineDownload(usersDownload, ({ format }) => ({ name: `users.${format}`, type: TYPES[format] }));
