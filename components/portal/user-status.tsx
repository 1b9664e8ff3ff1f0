import { Badge } from "@/components/ui/badge";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import type { UserStatus } from "@/lib/platform/authz/principal";

export function UserStatusBadge({ status }: { status: UserStatus }) {
  const { label, tone } = USER_STATUSES[status];
  return <Badge tone={tone}>{label}</Badge>;
}
