import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { type MarketDay, readMarketDay } from "./day";
export { haltMarketOperation, resetEngineOperation, resumeMarketOperation } from "./operations";
export { countAffected, listTransitions, marketQuery, readSession, type SessionView } from "./queries";
export { marketJob } from "./scheduler";
