/** The parts of this domain that are safe in the browser. */

export type { RowProblem } from "./csv";
export { readCheckedList, readList } from "./form";
export { leadsOn, type Step } from "./rules";
export { invitationListParams } from "./schema";
export { INVITATION_STATES, type StateOfInvitation } from "./state";
