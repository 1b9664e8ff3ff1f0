import { decide } from "@/lib/platform/authz/decide";
import { principalOf, type UserPrincipal } from "@/lib/platform/authz/principal";
import { minutesAfter } from "./clock";
import { ENTITY_EDITS, USER_EDITS } from "./story";
import { idOfEntity, idOfPerson, idOfUser } from "./world";
import { entityOf } from "./world-entities";
import { PEOPLE, type Person } from "./world-people";
import { INVITATIONS } from "./world-requests";

/** People's standing at a moment of the story: their standing now, less what happened after it. */

export function principalAt(person: Person, instant: Date, now: Date): UserPrincipal {
  const { legalName, shortName, status } = entityOf(person.entity);
  const userEdits = USER_EDITS.filter(({ user, at }) => user === person.userName && at(now) > instant);
  const entityEdits = ENTITY_EDITS.filter(({ entity, at }) => entity === person.entity && at(now) > instant);
  const before = <T, K extends keyof T>(edits: readonly { readonly from: T | null }[], field: K): T[K] | undefined =>
    edits.find(({ from }) => from?.[field] !== undefined)?.from?.[field];
  return principalOf(
    {
      userId: idOfUser(person.userName),
      oid: idOfPerson(person.userName),
      displayName: person.name,
      email: person.userName,
      login: person.userName,
      role: before(userEdits, "role") ?? person.role,
      globalAppRole: person.global === true,
      status: before(userEdits, "status") ?? person.status?.is ?? "active",
      entity: { id: idOfEntity(person.entity), code: person.entity, shortName, legalName, status: before(entityEdits, "status") ?? status },
    },
    { entityAdminViewsConfig: false },
  );
}

/** Why this account is shut out altogether, if it is. */
export function shutOutBy(principal: UserPrincipal) {
  const decision = decide(principal, "signed-in", { entityId: principal.entity.id });
  return decision.outcome === "deny" ? decision.reason : undefined;
}

const MINUTES_APART = 37;

/** When a person joined: by the invitation they accepted, or one after another once their entity was there. */
export function memberSince(person: Person, now: Date): Date {
  const invitation = INVITATIONS.find(({ email, accepted }) => email === person.userName && accepted);
  const place = PEOPLE.filter(({ entity }) => entity === person.entity).indexOf(person);
  return invitation?.accepted?.(now) ?? minutesAfter(entityOf(person.entity).joined(now), 25 + place * MINUTES_APART);
}
