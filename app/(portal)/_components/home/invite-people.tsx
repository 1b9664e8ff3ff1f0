import { LinkButton } from "@/components/ui/button";

/** The primary button of people who may invite. */
export const InvitePeople = () => (
  <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
    Invite people
  </LinkButton>
);
