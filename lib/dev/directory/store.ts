import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LOCAL_GLOBAL_ROLE, LOCAL_ROLE_GROUPS, type LocalPerson } from "@/lib/adapters/entra/local-tenant";
import { roleLabel } from "@/lib/platform/authz/roles";

const FILE = "local-directory.json";
const GUESTS = "Guests";

const stored = z.array(
  z.object({
    oid: z.guid(),
    userName: z.string(),
    displayName: z.string(),
    groups: z.array(z.string()),
    appRoles: z.array(z.string()),
    about: z.string(),
    group: z.string().optional(),
    featured: z.literal(true).optional(),
    groupsByGraphOnly: z.literal(true).optional(),
    invitedAt: z.iso.datetime().optional(),
    unused: z.literal(true).optional(),
  }),
);

/**
 * The local directory's people, groups and app roles, stored durably: a change is on disk before its call returns, and file writes
 * are atomic, so a crash never leaves half a change.
 */
export class DirectoryStore {
  readonly #file: string;
  readonly #people: Map<string, LocalPerson>;

  private constructor(file: string, people: readonly LocalPerson[]) {
    this.#file = file;
    this.#people = new Map(people.map((person) => [person.oid, person]));
  }

  /** Opens the folder's saved directory and adds any of `people` that it lacks. */
  static open(folder: string, people: readonly LocalPerson[]): DirectoryStore {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, FILE);
    const kept = read(file);
    const known = new Map(kept.map((person) => [person.oid, person]));
    const given = people.map((person) => known.get(person.oid) ?? person);
    const givenIds = new Set(people.map(({ oid }) => oid));
    return new DirectoryStore(file, [...given, ...kept.filter(({ oid }) => !givenIds.has(oid))]);
  }

  people = (): readonly LocalPerson[] => [...this.#people.values()];
  find = (oid: string): LocalPerson | undefined => this.#people.get(oid);

  findByAddress(address: string): readonly LocalPerson[] {
    const wanted = address.toLowerCase();
    return this.people().filter(({ userName }) => userName.toLowerCase() === wanted);
  }

  membersOf = (group: string): readonly LocalPerson[] => this.people().filter(({ groups }) => groups.includes(group));
  holdersOf = (appRole: string): readonly LocalPerson[] => this.people().filter(({ appRoles }) => appRoles.includes(appRole));

  /** Creates a guest with that address; returns an existing person unchanged. */
  invite(address: string, displayName: string): LocalPerson {
    const [known] = this.findByAddress(address);
    if (known) return known;
    const guest: LocalPerson = {
      ...{ oid: randomUUID(), userName: address, displayName, groups: [], appRoles: [], about: "Invited guest, no role group", group: GUESTS },
      ...{ invitedAt: new Date().toISOString(), unused: true },
    };
    this.#keep(guest);
    return guest;
  }

  /** Marks the account as used by a sign-in. */
  use(person: LocalPerson): void {
    if (!person.unused) return;
    const { unused: _, ...used } = person;
    this.#keep(used);
  }

  /** Adds or replaces a person, as an administrator of the directory would. */
  put = (person: LocalPerson): void => this.#keep(person);

  remove(person: LocalPerson): void {
    this.#people.delete(person.oid);
    this.#save();
  }

  /** False when they are a member already. */
  addToGroup = (person: LocalPerson, group: string): boolean => this.#change(person, "groups", group, true);
  /** False when they are not a member. */
  removeFromGroup = (person: LocalPerson, group: string): boolean => this.#change(person, "groups", group, false);
  /** False when they hold it already. */
  assign = (person: LocalPerson, appRole: string): boolean => this.#change(person, "appRoles", appRole, true);
  /** False when they do not hold it. */
  unassign = (person: LocalPerson, appRole: string): boolean => this.#change(person, "appRoles", appRole, false);

  #change(person: LocalPerson, list: "groups" | "appRoles", value: string, present: boolean): boolean {
    if (person[list].includes(value) === present) return false;
    const changed = { ...person, [list]: present ? [...person[list], value] : person[list].filter((one) => one !== value) };
    this.#keep({ ...changed, about: describe(changed) });
    return true;
  }

  #keep(person: LocalPerson): void {
    this.#people.set(person.oid, person);
    this.#save();
  }

  #save(): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify(this.people()));
    renameSync(next, this.#file);
  }
}

function read(file: string): readonly LocalPerson[] {
  try {
    return stored.parse(JSON.parse(readFileSync(file, "utf8"))).map(({ group, featured, groupsByGraphOnly, invitedAt, unused, ...person }) => ({
      ...person,
      ...(group !== undefined && { group }),
      ...(featured && { featured }),
      ...(groupsByGraphOnly && { groupsByGraphOnly }),
      ...(invitedAt !== undefined && { invitedAt }),
      ...(unused && { unused }),
    }));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new Error(`The local directory's file ${file} cannot be read. Delete it to start with the demo people again.`, { cause: error });
  }
}

/** The sign-in page's description of a person whose groups or app roles have changed. */
function describe({ groups, appRoles, group }: LocalPerson): string {
  const roles = groups.flatMap((id) => LOCAL_ROLE_GROUPS.get(id) ?? []).map(roleLabel);
  const global = appRoles.includes(LOCAL_GLOBAL_ROLE.value) ? " with Global" : "";
  return [`${roles.join(" and ") || "No role group"}${global}`, group].filter(Boolean).join(" · ");
}
