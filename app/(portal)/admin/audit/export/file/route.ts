import { defineDownload } from "@/lib/adapters/web/define-download";
import { auditDownload } from "@/lib/domain/audit";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

export const GET = defineDownload(auditDownload, ({ format }) => ({ name: `audit-log.${format}`, type: TYPES[format] }));
