import { LOCAL_GLOBAL_ROLE } from "@/lib/adapters/entra/local-tenant";
import { someone } from "@/lib/dev/directory/test-directory";
import { OTHER_ENTITY, OWN_ENTITY } from "./principals";

/** Two entities and eight accounts: those who act, and three who are mostly acted on. Any of them may do anything. */

type Member = { readonly role: string; readonly global?: true; readonly entityId: string };
const MEMBERS: readonly (readonly [string, Member | null])[] = [
  ["Ada Admin", { role: "entity-admin", entityId: OWN_ENTITY }],
  ["Ben Admin", { role: "entity-admin", entityId: OTHER_ENTITY }],
  ["Oda Operator", { role: "operator", global: true, entityId: OWN_ENTITY }],
  ["Ole Operator", { role: "operator", global: true, entityId: OTHER_ENTITY }],
  ["Pia Operator", { role: "operator", entityId: OWN_ENTITY }],
  ["Vic Viewer", { role: "viewer", entityId: OWN_ENTITY }],
  ["Gil Global", { role: "operator", global: true, entityId: OWN_ENTITY }],
  ["New Comer", null],
];
export const ACCOUNTS = MEMBERS.map(([name, member]) => ({
  ...someone(name, member ? [member.role] : [], member?.global ? [LOCAL_GLOBAL_ROLE.value] : []),
  member,
}));
