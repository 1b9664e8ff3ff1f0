import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { ENTITY_NAME, type EntityName, entityChoices } from "./choices";
export { createEntityOperation, editEntityOperation, reinstateEntityOperation, suspendEntityOperation } from "./operations";
export { type EntityDetail, entityListQuery, entityOrder, getEntity } from "./queries";
