import { defineDownload } from "@/lib/adapters/web/define-download";
import { bulkResultsDownload } from "@/lib/domain/people";

export const GET = defineDownload(bulkResultsDownload, ({ id }) => ({ name: `results-${id}.csv`, type: "text/csv; charset=utf-8" }));
