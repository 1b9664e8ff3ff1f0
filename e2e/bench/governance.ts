import { command } from "@/lib/cli/run";
import { benchDocumentation } from "./governance-documentation";
import { benchMarket } from "./governance-market";

/** `npm run bench:governance`: measures the targets of the governance tabs. */
await command(async () => {
  const met = [await benchMarket(), await benchDocumentation()];
  if (met.includes(false)) process.exitCode = 1;
});
