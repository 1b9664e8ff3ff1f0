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
  /** What the time of the first item says. */
  readonly time: "oldest" | "next" | "compared";
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
    time: "oldest",
  },
  proposal: {
    one: "configuration change waits for approval",
    many: "configuration changes wait for approval",
    item: (id) => `/admin/configuration/proposals/${id}`,
    all: listHref("/admin/configuration/proposals", { show: "pending" }),
    act: "Review",
    time: "oldest",
  },
  support: {
    one: "support request is open",
    many: "support requests are open",
    item: (id) => `/admin/support/${id}`,
    all: listHref("/admin/support", { state: "open" }),
    act: "Answer",
    time: "oldest",
  },
  "terminated-in-group": {
    one: "terminated person is still in a role group",
    many: "terminated people are still in a role group",
    item: (id) => `${PEOPLE}/${id}`,
    all: "/admin/directory",
    act: "Open",
    time: "oldest",
  },
  "terminated-drift": {
    one: "terminated person had a role in the directory when it was last compared",
    many: "terminated people had a role in the directory when it was last compared",
    item: (id) => `/admin/directory/drift/${id}`,
    all: "/admin/directory/drift",
    act: "Settle",
    time: "compared",
  },
  "failed-write": {
    one: "directory write failed",
    many: "directory writes failed",
    item: (id) => `${PEOPLE}/${id}`,
    all: listHref("/admin/directory", { state: "failed" }),
    act: "Open",
    time: "oldest",
  },
  drift: {
    one: "person differs between portal and directory",
    many: "people differ between portal and directory",
    item: (id) => `/admin/directory/drift/${id}`,
    all: "/admin/directory/drift",
    act: "Settle",
    time: "compared",
  },
  "global-dropped": {
    one: "sign-in had Global without the operator role",
    many: "sign-ins had Global without the operator role",
    item: (id) => `/admin/audit/${id}`,
    all: listHref("/admin/audit", { q: "kind:sign-in outcome:refused" }),
    act: "Look",
    time: "oldest",
  },
  "failed-job": {
    one: "background job failed",
    many: "background jobs failed",
    item: null,
    all: listHref("/admin/support/jobs", { state: "failed" }),
    act: "Open",
    time: "oldest",
  },
  "failed-mail": {
    one: "e-mail was not sent",
    many: "e-mails were not sent",
    item: (id) => `/admin/support/outbox/${id}`,
    all: listHref("/admin/support/outbox", { state: "failed" }),
    act: "Open",
    time: "oldest",
  },
  reminder: {
    one: "documentation reminder is due",
    many: "documentation reminders are due",
    item: null,
    all: listHref("/credit/documentation", { reminder: "due" }),
    act: "Open",
    time: "next",
  },
  "expiring-invitation": {
    one: "invitation expires soon",
    many: "invitations expire soon",
    item: (id) => `/admin/invitations/${id}`,
    all: listHref("/admin/invitations", { state: "pending" }),
    act: "Open",
    time: "next",
  },
  "ending-role": {
    one: "temporary role ends soon",
    many: "temporary roles end soon",
    item: (id) => `${PEOPLE}/${id}`,
    all: PEOPLE,
    act: "Open",
    time: "next",
  },
  dormant: {
    one: "active person has not signed in for 90 days",
    many: "active people have not signed in for 90 days",
    item: (id) => `${PEOPLE}/${id}`,
    all: listHref(PEOPLE, { seen: "over-90", status: "active" }),
    act: "Review",
    time: "oldest",
  },
};
