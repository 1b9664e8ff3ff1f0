import type { SupportKind, SupportState } from "@/lib/generated/prisma/enums";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { daysAgo, type Moment, workday } from "./clock";
import type { EntityCode } from "./world-entities";

/** Invitations in every state, and what people have asked the exchange. */

export type WorldInvitation = {
  readonly email: string;
  readonly name: string;
  readonly entity: EntityCode;
  readonly role: RoleKey;
  readonly sender: string;
  readonly sent: Moment;
  /** What the mail server answered, where it refused the message. */
  readonly bounced?: string;
  /** At most one of the two; with neither it is pending, or expired by time. */
  readonly accepted?: Moment;
  readonly revoked?: Moment;
};

export const DAYS_VALID = 7;

type Ending = Pick<WorldInvitation, "accepted" | "revoked" | "bounced">;
type Row = readonly [email: string, entity: EntityCode, role: RoleKey, sender: string, sent: Moment, ending?: Ending];

const rows: readonly Row[] = [
  ["newcomer@kauri.example", "KAURI", "viewer", "admin@kauri.example", workday(2, "10:24")],
  ["ngaire.solomon@rata.example", "RATA", "trader", "admin@rata.example", workday(1, "14:41")],
  ["felix.brandt@piopio.example", "PIOPIO", "credit-manager", "operator2@aex.example", workday(3, "09:38")],
  ["jo.whaanga@totara.example", "TOTARA", "viewer", "admin@totara.example", workday(9, "11:12")],
  ["amit.desai@kahu.example", "KAHU", "trader", "admin@kahu.example", daysAgo(34, "15:55"), { bounced: "554 5.7.1 Refused by the policy of kahu.example" }],
  ["admin@piopio.example", "PIOPIO", "entity-admin", "operator@aex.example", workday(8, "10:22"), { accepted: workday(8, "13:47") }],
  ["samuel.petelo@piopio.example", "PIOPIO", "trader", "admin@piopio.example", workday(7, "09:16"), { accepted: workday(6, "08:58") }],
  ["minh.nguyen@kereru.example", "KERERU", "trader", "admin@kereru.example", workday(6, "10:40"), { accepted: workday(4, "09:21") }],
  ["losa.faleolo@rata.example", "RATA", "trader", "admin@rata.example", daysAgo(96, "13:30"), { accepted: daysAgo(94, "09:44") }],
  ["jiwoo.park@totara.example", "TOTARA", "viewer", "admin@totara.example", daysAgo(61, "10:17"), { accepted: daysAgo(61, "16:05") }],
  [
    "ravi.patle@kauri.example",
    "KAURI",
    "trader",
    "admin@kauri.example",
    daysAgo(131, "11:20"),
    { revoked: daysAgo(131, "11:26"), bounced: "550 5.1.1 ravi.patle: no such mailbox" },
  ],
  ["desk@kahu.example", "KAHU", "trader", "admin@kahu.example", workday(5, "15:33"), { revoked: workday(4, "09:02") }],
];

export const INVITATIONS: readonly WorldInvitation[] = rows.map(([email, entity, role, sender, sent, ending]) => ({
  email,
  name: nameIn(email),
  entity,
  role,
  sender,
  sent,
  ...ending,
}));

/** “Ngaire Solomon” for ngaire.solomon@rata.example; a shared mailbox is nobody's name. */
function nameIn(email: string): string {
  const [first = "", last] = email.replace(/@.*$/, "").split(".");
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return last ? `${capital(first)} ${capital(last)}` : "";
}

export type WorldSupportRequest = {
  readonly by: string;
  readonly kind?: SupportKind;
  readonly subject: string;
  readonly body: string;
  /** What the exchange's desk wrote. */
  readonly answer?: string;
  readonly opened: Moment;
  readonly state: SupportState;
  /** When it was answered or closed. */
  readonly settled?: Moment;
};

export const SUPPORT_REQUESTS: readonly WorldSupportRequest[] = [
  {
    by: "admin@kauri.example",
    subject: "Role change for Ravi Patel",
    body: "Ravi is taking over our credit desk next month. Please change his role from trader to credit manager as of the first.",
    opened: workday(1, "15:12"),
    state: "open",
  },
  {
    by: "credit@kauri.example",
    subject: "Counterparty details of Piopio Solar",
    body: "We are preparing a limit with Piopio Solar. Where do we find their registration details?",
    answer: "Your role holds Entity.View: the credit panel shows code, names and status of each counterparty. Theirs is PIOPIO.",
    opened: workday(3, "11:48"),
    state: "answered",
    settled: workday(2, "09:31"),
  },
  {
    by: "admin@rata.example",
    kind: "problem",
    subject: "Invitation never arrived",
    body: "Our new trader has not received the invitation that I sent yesterday. Our mail gateway may have held it back.",
    opened: workday(2, "16:20"),
    state: "open",
  },
  {
    by: "admin@totara.example",
    subject: "Our legal name has changed",
    body: "The partnership became Tōtara Hydro Limited. The certificate of registration is on its way to your participants team.",
    answer: "Thank you, it has arrived. The new name is in place.",
    opened: workday(8, "10:55"),
    state: "closed",
    settled: workday(7, "15:20"),
  },
  {
    by: "credit@kahu.example",
    subject: "Who can lift a frozen status?",
    body: "If one of our traders were frozen, could our entity admin lift that, or only the exchange?",
    answer: "Either: Users.Manage is enough, and your entity admin holds it. The reason that was given is on the person’s page.",
    opened: daysAgo(22, "09:40"),
    state: "answered",
    settled: daysAgo(21, "10:02"),
  },
  {
    by: "admin@harakeke.example",
    subject: "Proof of our settlement account",
    body: "The bank’s confirmation is attached to the e-mail that we sent to your settlement team this morning.",
    opened: workday(9, "16:34"),
    state: "closed",
    settled: workday(8, "11:41"),
  },
];
