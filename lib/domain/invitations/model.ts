/** What anybody may use of this domain, in the browser as well. */

export type { RowProblem } from "./csv";
export { readCheckedList, readList } from "./form";
export { leadsOn, type Step } from "./rules";
export { invitationListParams } from "./schema";
export { INVITATION_STATES, type StateOfInvitation } from "./state";
