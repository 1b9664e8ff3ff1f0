/** The parts of this domain that are safe in the browser. */

export { readRoleChange } from "./form";
export { roleFormParams } from "./schema";
