import { LOCAL_ROLE_GROUPS, type LocalPerson, stableId } from "@/lib/adapters/entra/local-tenant";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import { type EntityCode, entityOf } from "./world-entities";
import { PEOPLE, type Person, STRANGERS, type Stranger } from "./world-people";

/** The demo world's people as the directory knows them, and the ids by which directory and database agree. */

export const idOfEntity = (code: EntityCode): string => stableId(`entity:${code}`);
export const idOfUser = (userName: string): string => stableId(`user:${userName}`);
export const idOfPerson = (userName: string): string => stableId(`person:${userName}`);

const byUserName: ReadonlyMap<string, Person> = new Map(PEOPLE.map((person) => [person.userName, person]));

/** The person of that sign-in name. Throws when the demo world has no such portal user. */
export function personOf(userName: string): Person {
  const person = byUserName.get(userName);
  if (!person) throw new Error(`The demo world has no portal user ${userName}.`);
  return person;
}

/** The people to try the portal with, in this order; the sign-in page starts with them. */
export const FEATURED = [
  "operator@aex.example",
  "operator2@aex.example",
  "admin@kauri.example",
  "credit@kauri.example",
  "trader@kauri.example",
  "viewer@kauri.example",
  "admin@rata.example",
  "frozen@kauri.example",
  "norole@kauri.example",
  "tworoles@kauri.example",
] as const;

/** Further people that tests and descriptions rely on. */
export const FIXED = [
  "trader@rata.example",
  "operator-local@aex.example",
  "newcomer@kauri.example",
  "overage@rata.example",
  "deactivated@rata.example",
  "terminated@rata.example",
  "admin@weka.example",
] as const;

/** Everyone in the local directory, those with fixed sign-in names first. */
export function demoPeople(): LocalPerson[] {
  const everyone = [...PEOPLE.map(withUser), ...STRANGERS.map(withoutUser)];
  const first: readonly string[] = [...FEATURED, ...FIXED];
  const place = ({ userName }: LocalPerson) => (first.includes(userName) ? first.indexOf(userName) : first.length);
  return everyone.sort((a, b) => place(a) - place(b));
}

/** More groups than fit into a token, and more than one page of Microsoft Graph. */
const VERY_MANY = 230;

const withUser = (person: Person): LocalPerson => ({
  ...inDirectory(person, person.inDirectory ?? [person.role]),
  appRoles: person.global ? ["Global"] : [],
  about: [labelOf(person), entityOf(person.entity).shortName, ...remarksOn(person)].join(" · "),
  ...(person.veryManyGroups && { groups: [roleGroup(person.role), ...projectGroups()], groupsByGraphOnly: true }),
});

const withoutUser = (stranger: Stranger): LocalPerson => ({
  ...inDirectory(stranger, stranger.roles),
  appRoles: [],
  about: [stranger.roles.map(roleLabel).join(" and "), entityOf(stranger.entity).shortName, stranger.remark].filter(Boolean).join(" · "),
});

const inDirectory = ({ userName, name, entity }: Person | Stranger, roles: readonly RoleKey[]) => ({
  oid: idOfPerson(userName),
  userName,
  displayName: name,
  // People in no role group are at least in one that means nothing to the portal.
  groups: roles.length > 0 ? roles.map(roleGroup) : [stableId(`group:staff of ${entity}`)],
  group: entityOf(entity).shortName,
  ...(FEATURED.some((featured) => featured === userName) && { featured: true as const }),
});

function roleGroup(role: RoleKey): string {
  const [group] = [...LOCAL_ROLE_GROUPS].find(([, key]) => key === role) ?? [];
  if (!group) throw new Error(`The local directory has no group for the role ${role}.`);
  return group;
}

const projectGroups = (): string[] => Array.from({ length: VERY_MANY }, (_, index) => stableId(`group:project ${index}`));

/** Global is worth a word for every role that may have it. */
function labelOf({ role, global }: Person): string {
  const info = roleInfo(role);
  if (!info.mayBeGlobal) return info.label;
  return `${info.label} ${global ? "with" : "without"} Global`;
}

const remarksOn = ({ status, entity, veryManyGroups }: Person): string[] => [
  ...(status ? [status.is] : []),
  ...(entityOf(entity).status === "suspended" ? ["entity suspended"] : []),
  ...(veryManyGroups ? ["in very many groups"] : []),
];
