import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { baseOf, holdingsOf } from "./apply";
export { askForRole } from "./ask";
export { endRequestsAbout, endWhatTheyAsked, type OpenRequest, openRequestsAbout } from "./end-requests";
export { announceEnds, expireRequests, settleRoles } from "./jobs";
export { approveRoleOperation, changeRoleOperation, rejectRoleOperation, requestRoleOperation, withdrawRoleOperation } from "./operations";
export { countWaiting, getRequest, listRequests, type RequestDetail, type RequestRow } from "./queries";
export { type Choice, type RoleForm, readRoleForm } from "./role-form";
export { settleRole } from "./settle";
export { waitingFor } from "./waiting";
