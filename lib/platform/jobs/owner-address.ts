import "server-only";
import { assertNoOwnerAddress } from "@/lib/platform/env";

/** Ends this process where it could reach the tables' owner: what merely throws while Next starts leaves it listening. */
export function endWithOwnerAddress(): void {
  try {
    assertNoOwnerAddress();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
