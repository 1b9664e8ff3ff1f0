import "server-only";
import { assertMailLimit, queueMail } from "@/lib/domain/mail";
import { signatureOf } from "@/lib/domain/mail/model";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { env } from "@/lib/platform/env";
import type { SentInvitation } from "./insert-invitations";

/** Readable in any mail program and in any zone. */
const until = new Intl.DateTimeFormat("en-NZ", {
  timeZone: "Pacific/Auckland",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** The token is in the fragment, which browsers do not send, so no server and no log sees it. */
export const linkOf = (token: string): string => `${env().APP_URL}/accept-invitation#${token}`;

/** Queues the mail of each invitation, in the transaction that stores it. Throws TOO_MANY. */
export async function mailInvitations(
  tx: ScopedTx,
  sender: Pick<UserPrincipal, "displayName" | "email" | "login" | "entity" | "global">,
  sent: readonly Pick<SentInvitation, "id" | "entityId" | "email" | "role" | "expiresAt" | "token" | "entityName">[],
): Promise<void> {
  await assertMailLimit(
    tx,
    sender,
    sent.map(({ email }) => email),
  );
  await queueMail(
    tx,
    sent.map(({ id, entityId, email, role, expiresAt, token, entityName }) => ({
      to: email,
      entityId,
      invitationId: id,
      template: "invitation",
      params: { entity: entityName, role: roleLabel(role), sender: signatureOf(sender), link: linkOf(token), expires: until.format(expiresAt) },
    })),
  );
}
