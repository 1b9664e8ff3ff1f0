import "server-only";
import { BYTE_ORDER_MARK, csvOf } from "@/lib/platform/lists/csv";
import type { Step } from "@/lib/platform/operations/step";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { type BulkResult, bulkResults, getBulkRun } from "./bulk-queries";

const BATCH = 1_000;
const HEADINGS = ["User id", "Name", "Result", "Code", "Why", "When"];

/** The results of one of the person's own bulk runs. Throws NOT_AUTHORISED for anybody else's. */
export async function* bulkResultsFile({ input: { id }, step }: { input: { id: string }; step: Step<"Users.Manage"> }): AsyncGenerator<string, void> {
  const run = await step(async ({ tx, grant }) => {
    const found = await getBulkRun(tx, grant, id);
    if (!found)
      return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such run of yours." }, { type: "bulk_run", id, label: id, entityId: null });
    return found;
  });
  const isOver = run.state === "done" || run.state === "cancelled";
  const stateOf = (state: BulkResult["state"]) => (state === "waiting" && isOver ? "not reached" : state);
  yield `${BYTE_ORDER_MARK}${csvOf([HEADINGS])}`;
  for (let after = 0; after < run.total; ) {
    const from = after;
    const rows = await step(({ tx, grant }) => bulkResults(tx, grant, id, { after: from, take: BATCH }));
    yield csvOf(rows.map((row) => [row.userId, row.label, stateOf(row.state), row.code ?? "", row.message ?? "", row.doneAt?.toISOString() ?? ""]));
    after += BATCH;
  }
}
