import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { OpenRequest } from "@/lib/domain/roles";
import { roleLabel } from "@/lib/platform/authz/roles";

/** Warns that a status change may end the open role request. */
export const OpenRequestNotice = ({ request, effect }: { request: OpenRequest; effect: string }) => (
  <Notice
    tone="warning"
    title={`${request.requesterName} has asked for the role ${roleLabel(request.toRole)}${request.toGlobal ? " with Global" : ""} for them.`}
  >
    {effect} <TextLink href={`/admin/users/promotions/${request.id}`}>See the request</TextLink>
  </Notice>
);
