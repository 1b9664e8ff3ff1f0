/** The parts of this domain that are safe in the browser. */

export { emailAddress, folded, sameAddress } from "./address";
export { ALL_MATCHING, BULK_CHANGES, type BulkChange, type BulkScope, MOST_AT_ONCE, runTitle, scopeFrom, scopeText } from "./bulk-schema";
export { DIRECTORY_LABELS, SEEN_LABELS } from "./filter-labels";
export { readBulk } from "./form";
export type { HeldPermission } from "./held-permissions";
export { cleanPersonName, optionalPersonName } from "./person-name";
export {
  asQuery,
  DEFAULT_COLUMNS,
  SETTABLE_STATUSES,
  USER_COLUMNS,
  USER_SORTS,
  type UserColumn,
  type UserFilters,
} from "./schema";
export { browserName } from "./user-agent";
