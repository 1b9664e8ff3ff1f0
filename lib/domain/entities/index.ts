import "server-only";

/** The server side of this domain that other folders may use. */

export { ENTITY_NAME, type EntityName, entityChoices } from "./choices";
export { createEntityOperation, editEntityOperation, reinstateEntityOperation, suspendEntityOperation } from "./operations";
export { type EntityDetail, entityListQuery, entityOrder, entityToChangeQuery, getEntity, newEntityQuery } from "./queries";
