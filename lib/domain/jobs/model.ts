/** What anybody may use of this domain, in the browser as well. */

export { JOB_KINDS, JOB_STATES, kindLabel, MOST_FAILED } from "./schema";
