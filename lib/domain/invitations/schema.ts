import { z } from "zod";
import { emailAddress, optionalPersonName } from "@/lib/domain/people/model";
import { isRoleKey } from "@/lib/platform/authz/roles";
import { choice, cursorParam, listedId, roleParam, searchText } from "@/lib/platform/lists/params";
import { id, reason } from "@/lib/platform/operations/input";
import { LONGEST_CSV } from "./csv-records";

export const invitationListParams = z.strictObject({
  q: searchText,
  state: choice(["pending", "accepted", "expired", "revoked"]),
  role: roleParam,
  entity: listedId,
  direction: choice(["asc", "desc"]),
  cursor: cursorParam,
});

export type InvitationListParams = z.infer<typeof invitationListParams>;

export const sendInvitationInput = z.strictObject({
  email: emailAddress,
  /** The sender's name for the person, until the directory supplies one. */
  name: optionalPersonName.default(""),
  role: z.string("Choose a role.").refine(isRoleKey, "Choose a role."),
  /** The person was here before: terminated, or with a recreated directory account. */
  comesBack: z.boolean().default(false),
  /** For senders who invite into any entity; the own entity by default. */
  entity: id.optional(),
});

export type SendInvitation = z.infer<typeof sendInvitationInput>;

const csvText = z
  .string("The list must be text.")
  .max(LONGEST_CSV, "This list is too long. Split it, and send the parts one after the other.")
  .refine((value) => value.isWellFormed(), "The list has characters that cannot be stored.");

export const checkInvitationListInput = z.strictObject({ csv: csvText });
/** `checked` is the hash of what the last check of this list would send. */
export const sendInvitationListInput = z.strictObject({ csv: csvText, checked: z.string().max(64) });

export type CheckInvitationList = z.infer<typeof checkInvitationListInput>;
export type SendInvitationList = z.infer<typeof sendInvitationListInput>;

export const noInput = z.strictObject({});
export const inviteListInput = z.strictObject({ id });
export const inviteListPageInput = inviteListInput.extend({ state: choice(["waiting", "sent", "skipped", "failed"]), cursor: cursorParam });

/** When the invitation was last sent, as shown; another resend makes the form stale. */
const seen = z.iso.datetime("This form is not complete; open it again.").transform((value) => new Date(value));

export const resendInvitationInput = z.strictObject({ id, seen });
/** Revoking and deleting. */
export const endInvitationInput = z.strictObject({ id, seen, reason });

export type ResendInvitation = z.infer<typeof resendInvitationInput>;
export type EndInvitation = z.infer<typeof endInvitationInput>;
