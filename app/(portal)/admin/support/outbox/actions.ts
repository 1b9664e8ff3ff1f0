"use server";

import { defineAction } from "@/lib/actions/define-action";
import { requeueMail } from "@/lib/mail/commands";
import { requeueInput } from "@/lib/mail/schema";
import { entityOfMail } from "@/lib/mail/target";

export const requeueMailAction = defineAction({
  name: "mail.requeue",
  permission: "Invitations.Send",
  input: requeueInput,
  about: "mail",
  target: (tx, { id }) => entityOfMail(tx, id),
  run: ({ tx, grant, input }) => requeueMail(tx, grant, input),
  next: (_, { id }) => `/admin/support/outbox/${id}`,
});
