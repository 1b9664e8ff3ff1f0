import "server-only";
import { z } from "zod";
import { support as supportDesk } from "@/lib/domain/configuration/model";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

export type Desk = z.infer<typeof supportDesk>;

const content = z.object({ support: supportDesk });

/** The contact outside the portal, from the configuration in force; null when it names none. */
export async function supportContact(tx: ScopedTx): Promise<Desk | null> {
  const latest = await tx.configurationVersion.findFirst({ orderBy: { number: "desc" }, select: { content: true } });
  return content.safeParse(latest?.content).data?.support ?? null;
}
