import { Badge } from "@/components/ui/badge";
import type { UserStatus } from "@/lib/authz/principal";
import { USER_STATUSES } from "@/lib/users/statuses";

export function UserStatusBadge({ status }: { status: UserStatus }) {
  const { label, tone } = USER_STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}
