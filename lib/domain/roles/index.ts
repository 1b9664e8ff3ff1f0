import "server-only";

/** The server side of this domain that other folders may use. */

export { baseOf, holdingsOf } from "./apply";
export { expireRole } from "./expire-roles";
export { announceEnds, expireRequests, expireRoles } from "./jobs";
export { approveRoleOperation, changeRoleOperation, rejectRoleOperation, requestRoleOperation, withdrawRoleOperation } from "./operations";
export { waitingFor } from "./pending-count";
export { requestListQuery, requestQuery, roleFormQuery } from "./queries";
export { insertRoleRequest } from "./request-role";
export type { RequestView } from "./request-view";
export { type RequestDetail, type RequestRow, requestsBy, requestsToDecide } from "./requests";
export type { Choice, RoleForm } from "./role-form";
export { type OpenRequest, openRequestsAbout, supersedeRequestsAbout, supersedeRequestsBy } from "./supersede-requests";
