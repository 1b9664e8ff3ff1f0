import { z } from "zod";
import { defineDownload } from "@/lib/adapters/web/define-download";
import { bulkResultsFile } from "@/lib/domain/people";

export const GET = defineDownload({
  name: "users.bulkResults",
  permission: "Users.Manage",
  across: "own-entity",
  input: z.object({ id: z.uuid() }),
  file: ({ id }) => ({ name: `results-${id}.csv`, type: "text/csv; charset=utf-8" }),
  body: bulkResultsFile,
});
