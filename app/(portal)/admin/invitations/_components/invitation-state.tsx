import { Badge } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { INVITATION_STATES, type StateOfInvitation } from "@/lib/domain/invitations/model";

const signs: Record<StateOfInvitation, IconName> = { pending: "hourglass", accepted: "circle-check", expired: "clock", revoked: "ban" };

export const InvitationStateBadge = ({ state }: { state: StateOfInvitation }) => (
  <Badge tone={INVITATION_STATES[state].tone} icon={signs[state]}>
    {INVITATION_STATES[state].label}
  </Badge>
);
