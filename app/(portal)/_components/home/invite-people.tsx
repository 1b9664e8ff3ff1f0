import { LinkButton } from "@/components/ui/button";

/** The first thing to do for whoever may invite. */
export const InvitePeople = () => (
  <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
    Invite people
  </LinkButton>
);
