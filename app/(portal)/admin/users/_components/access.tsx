import { DefinitionList } from "@/components/portal/definition-list";
import { UserStatusBadge } from "@/components/portal/user-status";
import { Section } from "@/components/ui/section";
import type { UserDetail } from "@/lib/domain/people";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { isRoleKey, roleInfo } from "@/lib/platform/authz/roles";
import { HeldPermissions } from "./held-permissions";
import { RoleName } from "./role-name";

/** What a user can do now: what the role gives, less what the status withholds. */
export const Access = ({ user }: { user: UserDetail }) => (
  <Section title="What they can do">
    <DefinitionList
      items={[
        { term: "Role", detail: <Role user={user} /> },
        { term: "Status", detail: <Status user={user} /> },
        ...(user.globalAppRole && !user.global ? [{ term: "Global", detail: "Assigned in the directory, but does not count with this role." }] : []),
        { term: "Permissions", detail: user.permissions.length > 0 ? <HeldPermissions permissions={user.permissions} /> : "None" },
      ]}
    />
  </Section>
);

const Role = ({ user }: { user: UserDetail }) => (
  <>
    <RoleName role={user.role} global={user.global} />
    <p className="text-ink-2">
      {isRoleKey(user.role) ? roleInfo(user.role).description : "The portal does not know this role; it grants nothing."}{" "}
      {user.global ? "Acts across all entities." : `Acts inside ${user.entity.shortName}.`}
    </p>
  </>
);

const Status = ({ user: { status, statusReason } }: { user: UserDetail }) => (
  <>
    <UserStatusBadge status={status} />
    <p className="text-ink-2">
      {USER_STATUSES[status].effect}
      {statusReason && <> “{statusReason}”</>}
    </p>
  </>
);
