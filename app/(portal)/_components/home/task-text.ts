import type { TaskKind } from "@/lib/domain/home/model";
import { listHref } from "@/lib/platform/lists/params";
import type { PageAddress, PagePath } from "@/lib/platform/local-path";

type Words = {
  /** The text after the count, singular and plural. */
  readonly one: string;
  readonly many: string;
  /** The page of a single task; null when it has none. */
  readonly item: ((id: string) => PagePath) | null;
  /** The list of all such tasks. */
  readonly all: PageAddress;
  readonly act: string;
};

const PEOPLE = "/admin/users";

/** The label of each kind of task, and the page to handle it. */
export const TASK_WORDS: Readonly<Record<TaskKind, Words>> = {
  "role-request": {
    one: "role request waits for a decision",
    many: "role requests wait for a decision",
    item: (id) => `/admin/users/promotions/${id}`,
    all: listHref("/admin/users/promotions", { state: "pending" }),
    act: "Decide",
  },
  proposal: {
    one: "configuration change waits for approval",
    many: "configuration changes wait for approval",
    item: (id) => `/admin/configuration/proposals/${id}`,
    all: listHref("/admin/configuration/proposals", { show: "pending" }),
    act: "Review",
  },
  support: {
    one: "support request is open",
    many: "support requests are open",
    item: (id) => `/admin/support/${id}`,
    all: listHref("/admin/support", { state: "open" }),
    act: "Answer",
  },
  "terminated-in-group": {
    one: "terminated person is still in a role group",
    many: "terminated people are still in a role group",
    item: (id) => `${PEOPLE}/${id}`,
    all: "/admin/directory",
    act: "Open",
  },
  "failed-write": {
    one: "directory write failed",
    many: "directory writes failed",
    item: (id) => `${PEOPLE}/${id}`,
    all: listHref("/admin/directory", { state: "failed" }),
    act: "Retry",
  },
  drift: {
    one: "person differs between portal and directory",
    many: "people differ between portal and directory",
    item: (id) => `/admin/directory/drift/${id}`,
    all: "/admin/directory/drift",
    act: "Settle",
  },
  "global-dropped": {
    one: "sign-in had Global without the operator role",
    many: "sign-ins had Global without the operator role",
    item: (id) => `/admin/audit/${id}`,
    all: listHref("/admin/audit", { kind: "sign_in", outcome: "deny" }),
    act: "Look",
  },
  "failed-mail": {
    one: "e-mail was not sent",
    many: "e-mails were not sent",
    item: (id) => `/admin/support/outbox/${id}`,
    all: listHref("/admin/support/outbox", { state: "failed" }),
    act: "Retry",
  },
  reminder: {
    one: "documentation reminder is due",
    many: "documentation reminders are due",
    item: null,
    all: listHref("/credit/documentation", { reminder: "due" }),
    act: "Open",
  },
  "expiring-invitation": {
    one: "invitation expires soon",
    many: "invitations expire soon",
    item: (id) => `/admin/invitations/${id}`,
    all: listHref("/admin/invitations", { state: "pending" }),
    act: "Open",
  },
  "ending-role": {
    one: "temporary role ends soon",
    many: "temporary roles end soon",
    item: (id) => `${PEOPLE}/${id}`,
    all: PEOPLE,
    act: "Open",
  },
  dormant: {
    one: "active person has not signed in for 90 days",
    many: "active people have not signed in for 90 days",
    item: (id) => `${PEOPLE}/${id}`,
    all: listHref(PEOPLE, { seen: "over-90", status: "active" }),
    act: "Review",
  },
};
