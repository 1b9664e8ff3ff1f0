import "server-only";
import { type EntityDetail, getEntity } from "@/lib/domain/entities";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Explanation } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Page } from "@/lib/platform/lists/keyset";
import { consider, grantIf, whyNot } from "@/lib/platform/unit-of-work/authorize";
import { type Invitee, invitees } from "./invited";
import { userListParams } from "./schema";
import { type SetUp, setUpOf } from "./set-up";
import { listUsers, type UserRow } from "./users";

/** An entity's page: its details, its people for readers who may see users, its history. */
export type EntityView = {
  readonly entity: EntityDetail;
  readonly people: Page<UserRow> | null;
  /** Why the people are hidden; null when they are shown. */
  readonly whyNoPeople: Explanation | null;
  /** Those who have not joined yet; null for readers who may not see invitations. */
  readonly invited: readonly Invitee[] | null;
  /** What a new entity still needs, for readers who may invite into it; null when nothing. */
  readonly setUp: SetUp | null;
  readonly mayInvite: boolean;
  /** Whether the operators’ documentation is open to the reader. */
  readonly mayOpenDocumentation: boolean;
  readonly history: readonly HistoryEntry[];
  readonly mayManage: boolean;
  readonly mayReadLog: boolean;
  /** Nobody may suspend their own entity. */
  readonly isOwn: boolean;
};

const SHOWN = 25;

/** Reads the page; null when the entity is outside the grant or does not exist. */
export async function readEntityView(tx: ScopedTx, grant: Grant<"Entity.View">, id: string): Promise<EntityView | null> {
  const entity = await getEntity(tx, grant, id);
  if (!entity) return null;
  const target = { entityId: entity.id };
  const people = grantIf(tx, "Users.View", target);
  const invitations = grantIf(tx, "Invitations.View", target);
  const invited = invitations && (await invitees(tx, invitations, { entity: id, take: SHOWN }));
  const mayManage = consider(tx, "Entity.Manage", EVERY_ENTITY).outcome === "grant";
  const isOwn = entity.id === grant.principal.entity.id;
  const setUp = mayManage && !isOwn && people && invited ? await setUpOf(tx, people, id, invited) : null;
  return {
    entity,
    people: people && (await listUsers(tx, people, userListParams.parse({ entity: entity.id }))),
    whyNoPeople: whyNot(tx, "Users.View", target),
    history: await historyOf(tx, grant, { type: "entity", id: entity.id }),
    invited,
    setUp: setUp?.isDone ? null : setUp,
    mayInvite: consider(tx, "Invitations.Send", target).outcome === "grant",
    mayOpenDocumentation: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
    mayReadLog: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
    mayManage,
    isOwn,
  };
}
