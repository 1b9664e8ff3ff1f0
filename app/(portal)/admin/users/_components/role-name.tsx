import { Badge } from "@/components/ui/badge";
import { roleLabel } from "@/lib/platform/authz/roles";

/** A user's role, marked when it reaches all entities. */
export const RoleName = ({ role, global }: { role: string; global: boolean }) => (
  <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
    {roleLabel(role)}
    {global && <Badge icon="globe">Global</Badge>}
  </span>
);
