import type { FilterSelect } from "@/components/portal/filter-bar";
import { entitySelect, roleSelect } from "@/components/portal/filter-selects";
import type { EntityName } from "@/lib/domain/entities";
import { DIRECTORY_LABELS, SEEN_LABELS, type UserFilters } from "@/lib/domain/people/model";
import { USER_STATUSES } from "@/lib/domain/standing/model";

const STATUSES = [{ value: "", label: "Any status" }, ...Object.entries(USER_STATUSES).map(([value, { label }]) => ({ value, label }))];

const SEEN_OPTIONS = [{ value: "", label: "Seen at any time" }, ...Object.entries(SEEN_LABELS).map(([value, label]) => ({ value, label }))];

const DIRECTORY_OPTIONS = [
  { value: "", label: "Any directory state" },
  { value: "pending", label: DIRECTORY_LABELS.pending },
];

/** The filters of the user list. */
export const userSelects = ({ role, status, entity, seen, directory }: UserFilters, entities: readonly EntityName[] | null): readonly FilterSelect[] => [
  roleSelect(role),
  { name: "status", label: "Status", value: status ?? "", options: STATUSES },
  ...entitySelect(entities, entity),
  { name: "seen", label: "Last seen", value: seen ?? "", options: SEEN_OPTIONS },
  { name: "directory", label: "Directory", value: directory ?? "", options: DIRECTORY_OPTIONS },
];
