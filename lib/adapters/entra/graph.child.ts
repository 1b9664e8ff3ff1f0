import { groupIdsOf } from "./graph";

/**
 * Reads the groups of each person named on the command line and prints the outcomes. A separate process, because Node.js reads
 * NODE_EXTRA_CA_CERTS only at startup.
 */
async function outcomeOf(oid: string) {
  const start = performance.now();
  const outcome = await groupIdsOf(oid).then(
    (ids) => ({ ids }),
    (error: unknown) => ({ error: error instanceof Error ? error.name : String(error), cause: error instanceof Error ? String(error.cause) : "" }),
  );
  return { ...outcome, milliseconds: performance.now() - start };
}

const outcomes = await Promise.all(process.argv.slice(2).map(outcomeOf));
process.stdout.write(JSON.stringify(outcomes), () => process.exit());
