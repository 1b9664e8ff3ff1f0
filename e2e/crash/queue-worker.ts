import { HANDLERS } from "@/lib/composition";
import { openDatabase, useDatabase } from "@/lib/platform/db/client";
import { runQueue } from "@/lib/platform/jobs/queue/run";

/** Works on the queue until killed. */

useDatabase(await openDatabase());
process.stdout.write("working\n");
for (;;) await runQueue(HANDLERS);
