import "server-only";
import { z } from "zod";
import { entityChoices } from "@/lib/domain/entities";
import { historyOf } from "@/lib/platform/audit/queries";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, MailMessage, Prisma } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { containing } from "@/lib/platform/lists/fold";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { widest } from "@/lib/platform/unit-of-work/authorize";
import { readInvitationLink, readLetter } from "./letter";
import type { Message } from "./render";
import { type OutboxParams, outboxParams } from "./schema";
import { type StateOfMail, stateOfMail } from "./state";
import type { Letter } from "./templates";

/** Messages about invitations are seen by those who may send them in that entity; all messages by Global alone. */
type SendInvitations = Grant<"Invitations.Send">;

export type MailRow = Pick<
  MailMessage,
  "id" | "toAddress" | "subject" | "createdAt" | "attempts" | "lastError" | "nextAttemptAt" | "sentAt" | "invitationId"
> & {
  readonly state: StateOfMail;
  readonly entity: Pick<Entity, "id" | "shortName"> | null;
};

const COLUMNS = {
  id: true,
  entityId: true,
  toAddress: true,
  subject: true,
  state: true,
  createdAt: true,
  attempts: true,
  lastError: true,
  nextAttemptAt: true,
  sentAt: true,
  invitationId: true,
} as const;

const NEWEST_FIRST: Order<"createdAt"> = { field: "createdAt", direction: "desc" };

/** Without Global, a person sees invitations only. */
const within = (tx: ScopedTx, grant: SendInvitations): Prisma.MailMessageWhereInput[] => [
  ...scopeOf(tx, grant).where,
  ...(grant.principal.global ? [] : [{ template: "invitation" satisfies Letter["template"] }]),
];

/** One page of the messages that the grant reaches, the newest first. What they say is not among it. */
export async function listMail(tx: ScopedTx, grant: SendInvitations, params: OutboxParams): Promise<Page<MailRow>> {
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const filters: Prisma.MailMessageWhereInput[] = [...within(tx, grant), ...where];
  if (params.entity) filters.push({ entityId: params.entity });
  if (params.state) filters.push({ state: params.state });
  if (params.q) filters.push({ searched: containing(params.q) });
  const found = await tx.mailMessage.findMany({ where: { AND: filters }, orderBy, take, select: COLUMNS });
  const page = keysetPage(found, cursor, ({ createdAt }) => createdAt);
  return { ...page, rows: await withEntities(tx, page.rows) };
}

/** Up to so many messages that could not be sent, the oldest first. */
export async function failedMail(tx: ScopedTx, grant: SendInvitations, take: number): Promise<readonly Dated[]> {
  const rows = await tx.mailMessage.findMany({
    where: { AND: [...within(tx, grant), { state: "failed" }] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, toAddress: true, createdAt: true },
  });
  return rows.map(({ id, toAddress, createdAt }) => ({ id, name: toAddress, at: createdAt }));
}

/** One message, opened while it is kept: the one place where what it says leaves the database. Null when the grant does not reach it. */
export async function getMail(tx: ScopedTx, grant: SendInvitations, id: string): Promise<(MailRow & { readonly message: Message | null }) | null> {
  const found = await tx.mailMessage.findFirst({ where: { AND: [...within(tx, grant), { id }] }, select: { ...COLUMNS, sealed: true } });
  if (!found) return null;
  const { sealed, ...row } = found;
  const [shown] = await withEntities(tx, [row]);
  return shown ? { ...shown, message: sealed ? await readLetter(sealed) : null } : null;
}

/** How far a letter got. `link` is the invitation link: without a mail server, the sender passes it on. */
export type InvitationMail = MailRow & { readonly link: string | null };

/** The latest message about an invitation. */
export async function latestMailAbout(tx: ScopedTx, grant: SendInvitations, invitationId: string): Promise<InvitationMail | null> {
  const where = { AND: [...within(tx, grant), { invitationId }] };
  const found = await tx.mailMessage.findFirst({ where, orderBy: { id: "desc" }, select: { ...COLUMNS, sealed: true } });
  if (!found) return null;
  const { sealed, ...row } = found;
  const [shown] = await withEntities(tx, [row]);
  return shown ? { ...shown, link: shown.state === "unsent" && sealed ? await readInvitationLink(sealed) : null } : null;
}

type Found = Prisma.MailMessageGetPayload<{ select: typeof COLUMNS }>;

async function withEntities(tx: ScopedTx, rows: readonly Found[]): Promise<readonly MailRow[]> {
  const ids = [...new Set(rows.map(({ entityId }) => entityId))];
  const entities = await tx.entity.findMany({ where: { id: { in: ids } }, select: { id: true, shortName: true } });
  const named = new Map(entities.map((entity) => [entity.id, entity]));
  return rows.map(({ entityId, ...row }) => ({ ...row, state: stateOfMail(row), entity: named.get(entityId) ?? null }));
}

/** The messages, with what their filters offer. */
async function readOutbox(tx: ScopedTx, grant: SendInvitations, params: OutboxParams) {
  const reached = widest(tx, grant);
  return { page: await listMail(tx, reached, params), entities: await entityChoices(tx, reached, params.entity), own: grant.principal.entity };
}

/** One message with its history; null when the reader may not see it. */
async function readMail(tx: ScopedTx, grant: SendInvitations, id: string) {
  const reached = widest(tx, grant);
  const mail = await getMail(tx, reached, id);
  return mail && { mail, history: await historyOf(tx, reached, { type: "mail", id }) };
}

export const outboxQuery = query({
  name: "mail.list",
  ...doorOf("outbox"),
  input: outboxParams,
  read: ({ tx, grant, input }) => readOutbox(tx, grant, input),
});

export const mailQuery = query({
  name: "mail.view",
  ...doorOf("outbox"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readMail(tx, grant, input.id),
});
