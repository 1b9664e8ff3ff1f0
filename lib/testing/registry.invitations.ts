import { checkedHash } from "@/lib/domain/invitations/checked-hash";
import { idOfInvitation, idOfMail } from "@/prisma/seed/steps";
import { idOfEntity } from "@/prisma/seed/world";
import { INVITATIONS } from "@/prisma/seed/world-requests";
import type { PersonKey } from "./registry.tables";

/** What the registry posts about invitations and their mail. */

const NOBODY = "0190a0c0-dead-7000-8000-00000000dead";

/** Drawn only once a list was checked, a draft begun, or while a message is kept, which those of the demo world are not. */
export const DRAWN_LATER: readonly string[] = ["invitations.sendList", "mail.requeue", "configuration.discardDraft", "configuration.propose"];

export const isAboutInvitations = (action: string): boolean => action.startsWith("invitations.") || action === "mail.requeue";

/** The first invitation of the demo world to somebody of that entity. */
export function invitationOf(of: string): (typeof INVITATIONS)[number] {
  const found = INVITATIONS.find(({ email }) => email.endsWith(`@${of.toLowerCase()}.example`));
  if (!found) throw new Error(`The demo world has no invitation to ${of}.`);
  return found;
}

type Asked = { action: string; of: string; person: PersonKey | undefined; sentAt: ReadonlyMap<string, string> };

/** A form that would do it for a person who may; each invites somebody of their own. */
export function invitationFields({ action, of, person = "out", sentAt }: Asked): Record<string, string> {
  const email = `${action}.${of === "-" ? "own" : of}.by.${person}@people.example`;
  if (action === "invitations.send") return { email, role: "viewer", ...(of === "-" ? {} : { entity: idFrom(of, () => idOfEntity("RATA")) }) };
  if (action === "invitations.check" || action === "invitations.sendList") {
    const [column, code] = person === "global" ? [",entity", ",RATA"] : ["", ""];
    const entityId = idOfEntity(person === "global" ? "RATA" : ["local", "cold"].includes(person) ? "AEX" : "KAURI");
    const checked = checkedHash([{ entityId, email, name: "Tried", role: "viewer", comesBack: false }]);
    return { csv: `email,name,role${column}\n${email},Tried,viewer${code}`, checked };
  }
  if (action === "mail.requeue") return { id: idFrom(of, () => idOfMail(invitationOf(of))) };
  const id = idFrom(of, () => idOfInvitation(invitationOf(of)));
  const reason = action === "invitations.resend" ? {} : { reason: "Tried by every person of the registry." };
  return { id, seen: sentAt.get(id) ?? new Date(0).toISOString(), ...reason };
}

const idFrom = (of: string, known: () => string): string => (of === "nothing" ? NOBODY : of === "malformed" ? "not an id" : known());
