import type { Database } from "@/lib/platform/db/client";
import { idOfEntity } from "@/prisma/seed/world";
import type { EntityCode } from "@/prisma/seed/world-entities";

/** What nobody may ever find in an answer. */
export async function secretsIn({ client }: Database): Promise<readonly string[]> {
  const hashes = (await client.invitation.findMany()).map(({ tokenHash }) => Buffer.from(tokenHash));
  const sessions = (await client.session.findMany()).map(({ id }) => id);
  return [...hashes.flatMap((hash) => (["hex", "base64", "base64url"] as const).map((encoding) => hash.toString(encoding))), ...sessions];
}

/** Every longer text in rows of other entities than these, as far as none of theirs says the same. */
export async function ofOtherEntities({ client }: Database, codes: readonly EntityCode[]): Promise<readonly string[]> {
  const own = codes.map(idOfEntity);
  const rows = [
    ...(await client.entity.findMany()).map((row) => ({ of: row.id, row })),
    ...(await client.user.findMany()).map((row) => ({ of: row.entityId, row })),
    ...(await client.invitation.findMany()).map((row) => ({ of: row.entityId, row })),
    ...(await client.documentationNote.findMany()).map((row) => ({ of: row.entityId, row })),
    ...(await client.supportRequest.findMany()).map((row) => ({ of: row.entityId, row })),
  ];
  const texts = (mine: boolean) =>
    rows.filter(({ of }) => own.includes(of) === mine).flatMap(({ row }) => Object.values(row).filter((value) => typeof value === "string"));
  const said = texts(true).join("\n").toLowerCase();
  return [...new Set(texts(false))].filter((text) => text.length >= 6 && !said.includes(text.toLowerCase()) && !/^[a-z_-]+$/.test(text));
}
