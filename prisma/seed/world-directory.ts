import { stableId } from "@/lib/adapters/entra/local-tenant";
import type { Prisma } from "@/lib/platform/db/types";
import { type Moment, minutesAfter, workday } from "./clock";
import { idOfInvitation } from "./steps";
import { USER_EDITS } from "./story";
import { idOfEntity, idOfUser, personOf } from "./world";
import { PEOPLE } from "./world-people";
import { INVITATIONS } from "./world-requests";

/** What the directory was told, what it would not take, and what a comparison found. */

export const idOfDirectoryWrite = (name: string): string => stableId(`directory write:${name}`);
export const idOfDrift = (user: string): string => stableId(`drift:${user}`);

/** Somebody who was invited while the tenant allowed no guests. */
const REFUSED = "jo.whaanga@totara.example";
const REFUSAL = "Graph answered 403 Authorization_RequestDenied: Guest invitations not allowed for your company. Contact your company administrator.";
const A_DAY = 24 * 60;

export function directoryWriteRows(now: Date): Prisma.DirectoryWriteCreateManyInput[] {
  const told = USER_EDITS.flatMap(({ user, to, at }): Prisma.DirectoryWriteCreateManyInput[] => {
    if (!to.role) return [];
    const userId = idOfUser(user);
    const createdAt = at(now);
    const about = { id: idOfDirectoryWrite(user), entityId: idOfEntity(personOf(user).entity), userId };
    return [{ ...about, kind: "set_role", role: to.role, state: "done", attempts: 1, createdAt, queuedAt: createdAt, doneAt: minutesAfter(createdAt, 1) }];
  });
  return [...told, ...refusedRows(now)];
}

function refusedRows(now: Date): Prisma.DirectoryWriteCreateManyInput[] {
  const invitation = INVITATIONS.find(({ email }) => email === REFUSED);
  if (!invitation) return [];
  const invitationId = idOfInvitation(invitation);
  const createdAt = invitation.sent(now);
  const givenUpAt = minutesAfter(createdAt, A_DAY);
  const about = { entityId: idOfEntity(invitation.entity), invitationId, address: invitation.email, urgency: 2, state: "failed" as const };
  const times = { createdAt, queuedAt: createdAt, nextAttemptAt: givenUpAt, givenUpAt };
  return [{ ...about, ...times, id: idOfDirectoryWrite(`guest ${REFUSED}`), kind: "invite_guest", attempts: 158, lastError: REFUSAL }];
}

const COMPARED: Moment = workday(1, "16:05");
const COMPARED_BY = "operator2@aex.example";

/** People with other groups in the directory than in the portal when they were compared. */
const DRIFT = ["terminated@rata.example", "jiwoo.park@totara.example", "minh.nguyen@kereru.example", "oliver.hughes@harakeke.example"];

export function comparisonRows(now: Date): { comparison: Prisma.DirectoryComparisonCreateManyInput; drift: Prisma.DirectoryDriftCreateManyInput[] } {
  const by = personOf(COMPARED_BY);
  const requestedAt = COMPARED(now);
  const comparisonId = stableId("comparison");
  return {
    comparison: {
      id: comparisonId,
      requestedById: idOfUser(COMPARED_BY),
      requestedBy: by.name,
      requestedAt,
      state: "done",
      finishedAt: minutesAfter(requestedAt, 1),
      compared: PEOPLE.length,
      strangers: 2,
    },
    drift: DRIFT.map((user) => {
      const { role, global = false, inDirectory = [role] } = personOf(user);
      return {
        id: idOfDrift(user),
        comparisonId,
        userId: idOfUser(user),
        portalRole: role,
        portalGlobal: global,
        directoryRoles: [...inDirectory],
        directoryGlobal: false,
      };
    }),
  };
}
