import "server-only";
import { type EntityName, entityChoices } from "@/lib/domain/entities";
import { type InvitationMail, latestMailAbout } from "@/lib/domain/mail";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize, consider, grantIf, widest } from "@/lib/platform/unit-of-work/authorize";
import { getInvitation, type InvitationRow, listInvitations } from "./invitations";
import { leadsOn, STEPS, type Step } from "./rules";
import type { InvitationListParams } from "./schema";

/** What the pages of invitations show. */

type ViewInvitations = Grant<"Invitations.View">;
type Found = NonNullable<Awaited<ReturnType<typeof getInvitation>>>;

type InvitationListView = {
  readonly page: Awaited<ReturnType<typeof listInvitations>>;
  /** The entities it can be filtered by; null for readers of one only. */
  readonly entities: readonly EntityName[] | null;
  readonly own: UserPrincipal["entity"];
  readonly maySend: boolean;
};

/** One page of invitations, across all entities where the reader sees them all. */
export async function readInvitationList(tx: ScopedTx, grant: ViewInvitations, params: InvitationListParams): Promise<InvitationListView> {
  const reached = widest(tx, grant);
  const own = grant.principal.entity;
  return {
    page: await listInvitations(tx, reached, params),
    entities: await entityChoices(tx, reached, params.entity),
    own,
    maySend: consider(tx, "Invitations.Send", { entityId: own.id }).outcome === "grant",
  };
}

export type InvitationView = {
  readonly invitation: Found;
  readonly mayViewUsers: boolean;
  readonly mayViewEntity: boolean;
  /** The steps that the reader may take from its state. */
  readonly steps: readonly Step[];
  /** Null for readers who may not send. */
  readonly mail: InvitationMail | null;
  readonly history: readonly HistoryEntry[];
};

/** One invitation; null when it is not visible. */
export async function readInvitation(tx: ScopedTx, grant: ViewInvitations, id: string): Promise<InvitationView | null> {
  const reached = widest(tx, grant);
  const invitation = await getInvitation(tx, reached, id);
  if (!invitation) return null;
  const target = { entityId: invitation.entity.id };
  const send = grantIf(tx, "Invitations.Send", target);
  return {
    invitation,
    mayViewUsers: consider(tx, "Users.View", target).outcome === "grant",
    mayViewEntity: consider(tx, "Entity.View", EVERY_ENTITY).outcome === "grant",
    steps: send ? stepsOffered(tx, invitation) : [],
    mail: send && (await latestMailAbout(tx, send, id)),
    history: await historyOf(tx, reached, { type: "invitation", id }),
  };
}

function stepsOffered(tx: ScopedTx, { state }: InvitationRow): readonly Step[] {
  const mayDelete = consider(tx, "Invitations.Send", EVERY_ENTITY).outcome === "grant";
  return STEPS.filter((step) => leadsOn(step, state) && (step !== "delete" || mayDelete));
}

type InvitationForm = { readonly principal: UserPrincipal; readonly entities: readonly EntityName[] | null };

/** For readers who may send: the entities they may invite into, null for their own alone. */
export async function readInvitationForm(tx: ScopedTx, grant: ViewInvitations, chosen: string | undefined): Promise<InvitationForm> {
  assertGrantOf(tx, grant);
  const { principal } = grant;
  const send = authorize(tx, "Invitations.Send", { entityId: principal.entity.id });
  return { principal, entities: await entityChoices(tx, widest(tx, send), chosen) };
}

/** For readers who may send: an invitation to be sent again or revoked. */
export function readInvitationToSend(tx: ScopedTx, grant: ViewInvitations, id: string): Promise<InvitationRow | null> {
  const { global, entity } = grant.principal;
  return readForStep(tx, grant, global ? EVERY_ENTITY : { entityId: entity.id }, id);
}

/** Deleting needs Global. */
export const readInvitationToDelete = (tx: ScopedTx, grant: ViewInvitations, id: string): Promise<InvitationRow | null> =>
  readForStep(tx, grant, EVERY_ENTITY, id);

function readForStep(tx: ScopedTx, grant: ViewInvitations, target: Target, id: string): Promise<InvitationRow | null> {
  assertGrantOf(tx, grant);
  authorize(tx, "Invitations.Send", target);
  return getInvitation(tx, authorize(tx, "Invitations.View", target), id);
}
