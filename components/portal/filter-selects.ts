import type { FilterSelect } from "@/components/portal/filter-bar";
import type { EntityName } from "@/lib/domain/entities";
import { roleKeys, roleLabel } from "@/lib/platform/authz/roles";

/** What lists of people and of invitations are narrowed by. */

const ROLES = [{ value: "", label: "Any role" }, ...roleKeys.map((role) => ({ value: role, label: roleLabel(role) }))];

export const roleSelect = (value = ""): FilterSelect => ({ name: "role", label: "Role", value, options: ROLES });

/** None for those who see one entity only. */
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
