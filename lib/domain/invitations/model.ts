/** The parts of this domain that are safe in the browser. */

export type { ListedRow, RowProblem } from "./csv";
export { readCheckedList, readInvitation, readList } from "./form";
export type { Step } from "./rules";
export { INVITATION_STATES, type StateOfInvitation } from "./state";
