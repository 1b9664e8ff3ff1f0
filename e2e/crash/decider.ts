import { approveProposal, rejectProposal, withdrawProposal } from "@/lib/domain/configuration/commands";
import { applyNextDue } from "@/lib/domain/configuration/schedule";
import { openDatabase, useDatabase } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { person } from "@/lib/testing/principals";

/** One of two processes. Tries every action on one proposal concurrently, as several users, and reports each outcome. */
export type Attempt = {
  readonly what: "approve" | "reject" | "withdraw" | "apply";
  readonly who?: { userId: string; oid: string; email: string; displayName: string };
};

const [id = "", hash = "", attempts = "[]"] = process.argv.slice(2);
useDatabase(await openDatabase());
process.stdout.write("open\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const outcomes = await Promise.all((JSON.parse(attempts) as Attempt[]).map(attempt));
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
process.exit(0);

async function attempt({ what, who }: Attempt): Promise<string> {
  try {
    if (what === "apply") return (await applyNextDue()) ? "applied" : "nothing due";
    const principal = { ...person("operator"), ...who };
    const request = { requestId: crypto.randomUUID(), sessionId: null, sourceAddress: null, userAgent: null };
    const own = { entityId: principal.entity.id };
    await inScope({ principal, request }, `configuration.${what}`, (tx) => {
      if (what === "withdraw") return withdrawProposal(tx, authorize(tx, "Market.Config.Manage", own), { id });
      const grant = authorize(tx, "Market.Config.Approve", own);
      return what === "approve" ? approveProposal(tx, grant, { id, hash }) : rejectProposal(tx, grant, { id, hash, reason: "Because the test says so." });
    });
    return "done";
  } catch (error) {
    // Fifty concurrent attempts may time out on a slow machine, so retry.
    if (error instanceof AppError && error.code === "UNAVAILABLE") return attempt({ what, ...(who ? { who } : {}) });
    return error instanceof AppError ? error.code : String(error);
  }
}
