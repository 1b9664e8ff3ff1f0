import "server-only";
import { directoryComparison } from "@/lib/adapters/entra/compare";
import { directoryWrites } from "@/lib/adapters/entra/worker";
import { recordCountedRefusals } from "@/lib/adapters/sign-in/refused";
import { mailJob } from "@/lib/adapters/smtp/deliver";
import { configurationJob, expireProposals } from "@/lib/domain/configuration";
import { heartbeatJob } from "@/lib/domain/diagnostics";
import { invitationLists, overInviteLists } from "@/lib/domain/invitations";
import { settledMail } from "@/lib/domain/mail";
import { marketJob } from "@/lib/domain/market";
import { bulkChanges, finishedBulkChanges } from "@/lib/domain/people";
import { announceEnds, expireRequests, expireRoles } from "@/lib/domain/roles";
import { auditMonths } from "@/lib/platform/jobs/audit-months";
import type { Job } from "@/lib/platform/jobs/job";
import type { JobHandler } from "@/lib/platform/jobs/queue/handler";
import { settledJobs } from "@/lib/platform/jobs/queue/retention";
import { queueWorkers } from "@/lib/platform/jobs/queue/run";
import { retentionJob } from "@/lib/platform/jobs/retention";
import { endedSessions } from "@/lib/platform/sessions/retention";
import { clearThrottle } from "@/lib/platform/throttle/throttle";

/** What the domains and adapters register with the platform: the one file that knows them all. */

/** What does the jobs that are queued, kind by kind. */
export const HANDLERS: readonly JobHandler[] = [bulkChanges, invitationLists, directoryComparison];

/** Every job of the portal. */
export const JOBS: readonly Job[] = [
  mailJob,
  directoryWrites,
  expireRoles,
  expireRequests,
  announceEnds,
  configurationJob,
  expireProposals,
  marketJob,
  heartbeatJob,
  auditMonths,
  clearThrottle,
  recordCountedRefusals,
  ...queueWorkers(HANDLERS),
  retentionJob([endedSessions, settledMail, finishedBulkChanges, overInviteLists, settledJobs]),
];
