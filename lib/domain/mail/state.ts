import type { MailMessage } from "@/lib/platform/db/types";
import { mailServer } from "./settings";

/** Noted on a message that none of the portal's secrets opens. It waits, and the diagnostics show it. */
export const UNREADABLE = "It waits: none of the secrets in SESSION_SECRET opens it. Add the one that was in use when it was written.";

/** How a message stands: what is stored, and that nothing can leave while no mail server is configured. */
export const MAIL_STATES = {
  waiting: { label: "Waiting", meaning: "It is sent in a moment, or tried again after the time below.", tone: "info" },
  unsent: { label: "Not sent", meaning: "Not sent: no mail server is configured. It is kept, and leaves when there is one.", tone: "warning" },
  sent: { label: "Sent", meaning: "The mail server took it. What it said is not kept.", tone: "positive" },
  failed: { label: "Failed", meaning: "It was given up. It can be put back in line.", tone: "danger" },
  withdrawn: { label: "Withdrawn", meaning: "It was taken back before it was sent, because its link had ended.", tone: "neutral" },
} as const;

export type StateOfMail = keyof typeof MAIL_STATES;

export const stateOfMail = ({ state }: Pick<MailMessage, "state">): StateOfMail => (state === "waiting" && !mailServer() ? "unsent" : state);
