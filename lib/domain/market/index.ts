import "server-only";

/** The server side of this domain that other folders may use. */

export { type MarketDay, readHalt, readMarketDay } from "./day";
export { haltMarketOperation, resetEngineOperation, resumeMarketOperation } from "./operations";
export { countAffected, listTransitions, marketQuery, marketStepQuery, readSession, resetFormQuery, type SessionView } from "./queries";
export { marketJob } from "./scheduler";
