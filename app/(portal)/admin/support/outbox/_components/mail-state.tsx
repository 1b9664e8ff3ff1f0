import { Badge } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { MAIL_STATES, type StateOfMail } from "@/lib/domain/mail/model";

const signs: Record<StateOfMail, IconName> = { waiting: "hourglass", unsent: "triangle-alert", sent: "circle-check", failed: "circle-x", withdrawn: "ban" };

export const MailStateBadge = ({ state }: { state: StateOfMail }) => (
  <Badge tone={MAIL_STATES[state].tone} icon={signs[state]}>
    {MAIL_STATES[state].label}
  </Badge>
);
