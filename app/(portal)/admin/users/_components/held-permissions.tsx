import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import type { HeldPermission } from "@/lib/domain/people/model";
import { permissionInfo } from "@/lib/platform/authz/permissions";

/** A role's permissions, marking those that the user's status withholds. */
export function HeldPermissions({ permissions }: { permissions: readonly HeldPermission[] }) {
  return (
    <ul className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
      {permissions.map(({ permission, withheld }) => (
        <li key={permission} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className={withheld ? "text-ink-3" : undefined}>{permissionInfo(permission).label}</span>
          <Code>{permission}</Code>
          {withheld && (
            <Badge icon="lock" tone="neutral">
              {withheld === "GLOBAL_REQUIRED" ? "Needs Global" : "Withheld"}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
