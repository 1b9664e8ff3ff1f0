import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { areaOf, type Permission, permissionInfo } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import { usableInOwnEntity } from "@/lib/platform/authz/usable";

/** The desk: what this person can do here, by domain. */
export function Workspace({ principal }: { principal: UserPrincipal }) {
  const domains = new Map<string, Permission[]>();
  for (const permission of usableInOwnEntity(principal)) domains.set(areaOf(permission), [...(domains.get(areaOf(permission)) ?? []), permission]);
  return (
    <div className="grid gap-4 p-4 sm:p-6">
      <div>
        <h2 className="text-lg font-semibold">Desk of {principal.entity.legalName}</h2>
        <p className="text-ink-2">
          You are here as {roleLabel(principal.role)}
          {principal.global ? " with Global, across all entities" : ""}. <TextLink href="/access">See what that opens, and what it does not</TextLink>
        </p>
      </div>
      {principal.status === "halted" && (
        <Notice tone="warning" title="Your account is halted: nothing that trades is allowed.">
          Your open orders were cancelled. An entity admin can lift it.
        </Notice>
      )}
      {principal.status === "frozen" && (
        <Notice tone="warning" title="Your account is frozen: you may look, and change nothing.">
          <TextLink href="/no-access?reason=USER_FROZEN">What this means and whom to ask</TextLink>
        </Notice>
      )}
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {[...domains].map(([domain, permissions]) => (
          <div key={domain} className="grid content-start gap-1.5">
            <dt className="text-sm text-ink-3">{domain}</dt>
            <dd className="flex flex-wrap gap-1.5">
              {permissions.map((permission) => (
                <Badge key={permission} icon="check">
                  {permissionInfo(permission).label}
                </Badge>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
