import "server-only";
import { invitableRoles } from "@/lib/platform/authz/assignable";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { InviteList, InviteListRow, JobState } from "@/lib/platform/db/types";
import { query } from "@/lib/platform/operations/query";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { inviteListPageInput, noInput } from "./schema";

type Send = Grant<"Invitations.Send">;

export type InviteListView = Pick<InviteList, "id" | "total" | "createdAt"> & {
  readonly counts: Readonly<Record<InviteListRow["state"], number>>;
  /** `done` when every row has its result; `cancelled` when the rest will not be sent. */
  readonly state: JobState;
  /** Why the rest is not sent, or not yet. */
  readonly problem: string | null;
};

/** One of the person's own lists with its progress; null for anybody else's. */
export async function getInviteList(tx: ScopedTx, { principal }: Send, id: string): Promise<InviteListView | null> {
  const list = await tx.inviteList.findFirst({
    where: { id, userId: principal.userId },
    select: { id: true, total: true, createdAt: true, job: { select: { state: true, lastError: true } } },
  });
  if (!list) return null;
  const groups = await tx.inviteListRow.groupBy({ by: ["state"], where: { listId: id }, _count: { _all: true } });
  const count = (state: InviteListRow["state"]) => groups.find((group) => group.state === state)?._count._all ?? 0;
  const counts = { waiting: count("waiting"), sent: count("sent"), skipped: count("skipped"), failed: count("failed") };
  const { job, ...rest } = list;
  return { ...rest, counts, state: counts.waiting === 0 ? "done" : (job?.state ?? "cancelled"), problem: job?.lastError ?? null };
}

export type InviteListResult = Pick<InviteListRow, "position" | "email" | "role" | "state" | "code" | "message" | "invitationId" | "doneAt"> & {
  readonly entity: { readonly shortName: string };
};

const RESULT = {
  ...{ position: true, email: true, role: true, state: true, code: true, message: true, invitationId: true, doneAt: true },
  entity: { select: { shortName: true } },
} as const;

/** Rows on one page of a list. */
export const LIST_ROWS = 50;

/** A person's own list with a page of its rows. */
export const inviteListQuery = query({
  name: "invitations.listProgress",
  permission: "Invitations.Send",
  across: "own-entity",
  input: inviteListPageInput,
  read: async ({ tx, grant, input: { id, state, cursor } }) => {
    const list = await getInviteList(tx, grant, id);
    const where = { listId: id, ownerId: grant.principal.userId, position: { gt: Number(cursor) || 0 }, ...(state ? { state } : {}) };
    const rows: InviteListResult[] = list ? await tx.inviteListRow.findMany({ where, orderBy: { position: "asc" }, take: LIST_ROWS, select: RESULT }) : [];
    return list && { list, rows, everyEntity: grant.principal.global };
  },
});

/** What the form for a list needs: the roles that this person may give, and whether a row names its entity. */
export const inviteManyQuery = query({
  name: "invitations.many",
  permission: "Invitations.Send",
  across: "own-entity",
  input: noInput,
  read: async ({ tx, grant }) => ({
    roles: invitableRoles(grant.principal),
    withEntity: consider(tx, "Invitations.Send", EVERY_ENTITY).outcome === "grant",
  }),
});
