import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { baseOf, holdingsOf } from "./apply";
export { askForRole } from "./ask";
export { endWhatTheyAsked } from "./asked-by";
export { announceEnds, expireRequests, settleRoles } from "./jobs";
export { endOpenRequest, endOpenRequestBy, type OpenRequest, openRequestsAbout } from "./open-requests";
export { approveRoleOperation, changeRoleOperation, rejectRoleOperation, requestRoleOperation, withdrawRoleOperation } from "./operations";
export { countWaiting, getRequest, listRequests, type RequestDetail, type RequestRow } from "./queries";
export { type Choice, type RoleForm, readRoleForm } from "./role-form";
export { settleRole } from "./settle";
export { waitingFor } from "./waiting";
