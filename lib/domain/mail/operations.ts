import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { requeueMail } from "./commands";
import { requeueInput } from "./schema";
import { entityOfMail } from "./target";

export const requeueMailOperation = operation({
  name: "mail.requeue",
  permission: "Invitations.Send",
  input: requeueInput,
  about: "mail",
  target: (tx, { id }) => entityOfMail(tx, id),
  run: ({ tx, grant, input }) => requeueMail(tx, grant, input),
});
