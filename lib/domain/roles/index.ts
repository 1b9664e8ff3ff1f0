import "server-only";

/** The server side of this domain that other folders may use. */

export { baseOf, holdingsOf } from "./apply";
export { expireRole } from "./expire-roles";
export { announceEnds, expireRequests, expireRoles } from "./jobs";
export { approveRoleOperation, changeRoleOperation, rejectRoleOperation, requestRoleOperation, withdrawRoleOperation } from "./operations";
export { waitingFor } from "./pending-count";
export { getRequest, type RequestDetail, type RequestRow, requestsBy, requestsToDecide } from "./queries";
export { listRequests } from "./request-queue";
export { insertRoleRequest } from "./request-role";
export { type Choice, type RoleForm, readRoleForm } from "./role-form";
export { type OpenRequest, openRequestsAbout, supersedeRequestsAbout, supersedeRequestsBy } from "./supersede-requests";
