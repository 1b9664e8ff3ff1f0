import type { FilterSelect } from "@/components/portal/filter-bar";
import type { EntityName } from "@/lib/domain/entities";
import { roleKeys, roleLabel } from "@/lib/platform/authz/roles";

/** Filters shared by the user and invitation lists. */

const ROLES = [{ value: "", label: "Any role" }, ...roleKeys.map((role) => ({ value: role, label: roleLabel(role) }))];

export const roleSelect = (value = ""): FilterSelect => ({ name: "role", label: "Role", value, options: ROLES });

/** Empty for users who see only one entity. */
export const entitySelect = (entities: readonly EntityName[] | null, value = ""): FilterSelect[] =>
  entities
    ? [
        {
          name: "entity",
          label: "Entity",
          value,
          options: [{ value: "", label: "Any entity" }, ...entities.map(({ id, shortName }) => ({ value: id, label: shortName }))],
        },
      ]
    : [];
