import { command } from "@/lib/cli/run";
import { startTestPortal } from "./portal";

/** The portal with the demo world and a directory of its own, on free ports: for the browser tests, until it is told to stop. */
await command(async () => {
  const portal = await startTestPortal();
  const stop = async () => {
    await portal.stop();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.stdout.write(`The portal for the tests is at ${portal.url}\n`);
});
