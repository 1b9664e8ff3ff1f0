import "server-only";
import { proposalsToDecide } from "@/lib/domain/configuration";
import { failedWrites, terminatedInGroups, unsettledDrift } from "@/lib/domain/directory";
import type { CreditSummary } from "@/lib/domain/documentation";
import { expiringInvitations } from "@/lib/domain/invitations";
import { failedJobs } from "@/lib/domain/jobs";
import { failedMail } from "@/lib/domain/mail";
import { dormantPeople, endingRoles } from "@/lib/domain/people";
import { requestsToDecide } from "@/lib/domain/roles";
import { openSupportRequests } from "@/lib/domain/support";
import { signInAlerts } from "@/lib/platform/audit/activity";
import { EVERY_ENTITY, type Target, targetAcross } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Dated } from "@/lib/platform/lists/dated";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { DAYS_AHEAD, MOST, type Task, type TaskGroup, type TaskKind } from "./model";

/** The tasks that wait for a person, by kind. Null when a kind can never be theirs. */
export type Queue = Readonly<Record<TaskGroup, readonly Task[] | null>>;

/** How many of a task's items are named. */
const FIRST = 3;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const TAKE = MOST + 1;

const taskOf = (kind: TaskKind, rows: readonly Dated[]): Task => ({
  kind,
  count: rows.length,
  first: rows.slice(0, FIRST).map(({ id, name }) => ({ id, name })),
  at: rows[0]?.at ?? null,
});

/** The waiting tasks of a group; null when the whole group is not this person's. */
const group = (tasks: readonly (Task | null)[]): readonly Task[] | null => {
  const theirs = tasks.filter((task) => task !== null);
  return theirs.length > 0 ? theirs.filter(({ count }) => count > 0) : null;
};

type Known = { readonly now: Date; readonly documents: CreditSummary | null };

/** Reads the tasks of this person, each kind only with the permission to act on it. */
export async function readQueue(tx: ScopedTx, principal: UserPrincipal, { now, documents }: Known): Promise<Queue> {
  const reach: Target = targetAcross(principal, principal.global ? "every-entity" : "own-entity");
  const promote = grantIf(tx, "Users.Promote", reach);
  const approve = grantIf(tx, "Market.Config.Approve", { entityId: principal.entity.id });
  const operate = grantIf(tx, "Market.Operate", EVERY_ENTITY);
  const directory = promote && scopeOf(tx, promote).entityId === null ? promote : null;
  const invitations = grantIf(tx, "Invitations.Send", reach);
  const manage = grantIf(tx, "Users.Manage", reach);
  const reminders = grantIf(tx, "Docs.Manage", { entityId: principal.entity.id }) && documents;
  const drift = directory && (await unsettledDrift(tx, directory, TAKE));
  const soon = { now, before: new Date(now.getTime() + DAYS_AHEAD * DAY), take: TAKE };
  const lastWeek = { action: "security.global_dropped", since: new Date(now.getTime() - WEEK), take: TAKE };
  return {
    decide: group([
      promote && taskOf("role-request", await requestsToDecide(tx, promote, TAKE)),
      approve && taskOf("proposal", await proposalsToDecide(tx, approve, TAKE)),
      operate && taskOf("support", await openSupportRequests(tx, operate, TAKE)),
    ]),
    fix: group([
      directory && taskOf("terminated-in-group", await terminatedInGroups(tx, directory, TAKE)),
      drift && taskOf("terminated-drift", drift.terminated),
      directory && taskOf("failed-write", await failedWrites(tx, directory, TAKE)),
      drift && taskOf("drift", drift.others),
      operate && taskOf("global-dropped", await signInAlerts(tx, operate, lastWeek)),
      operate && taskOf("failed-job", await failedJobs(tx, operate, TAKE)),
      invitations && taskOf("failed-mail", await failedMail(tx, invitations, TAKE)),
    ]),
    due: group([
      reminders && { kind: "reminder", count: reminders.due, first: [], at: null },
      invitations && taskOf("expiring-invitation", await expiringInvitations(tx, invitations, soon)),
      manage && taskOf("ending-role", await endingRoles(tx, manage, soon)),
      manage && taskOf("dormant", await dormantPeople(tx, manage, now, TAKE)),
    ]),
  };
}
