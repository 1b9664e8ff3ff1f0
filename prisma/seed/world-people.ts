import type { UserStatus } from "@/lib/platform/authz/principal";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { type EntityCode, entityCodes } from "./world-entities";

/** Everyone in the demo world, as of now. None of them exists. */

type Extras = {
  /** The Global app role. */
  readonly global?: true;
  readonly status?: { readonly is: Exclude<UserStatus, "active">; readonly reason: string };
  /** The roles of the groups that the directory has them in, where that is not their role's alone: a difference to settle. */
  readonly inDirectory?: readonly RoleKey[];
  /** In so many groups that the token leaves them out. */
  readonly veryManyGroups?: true;
};

/** Someone with a portal user; the directory has them in the group of the same role, unless it says otherwise. */
export type Person = Extras & { readonly userName: string; readonly name: string; readonly entity: EntityCode; readonly role: RoleKey };

type Row = readonly [login: string, name: string, role: RoleKey, extras?: Extras];

const STAFF: Readonly<Record<EntityCode, readonly Row[]>> = {
  AEX: [
    ["operator", "Hēmi Parata", "operator", { global: true }],
    ["operator2", "Catherine Whitmore", "operator", { global: true }],
    ["operator-local", "Sione Tupou", "operator"],
    ["admin", "Kiri Tāwhiri", "entity-admin"],
    ["isla.mackenzie", "Isla Mackenzie", "viewer"],
  ],
  KAURI: [
    ["admin", "Anahera Rewiti", "entity-admin"],
    ["credit", "Daniel Cho", "credit-manager"],
    ["trader", "Mele Fonoti", "trader"],
    ["viewer", "Grace Thompson", "viewer"],
    ["frozen", "Liam O'Connor", "trader", { status: { is: "frozen", reason: "Under review: orders outside the desk’s mandate." } }],
    [
      "siaosi.leota",
      "Siaosi Leota",
      "trader",
      { status: { is: "halted", reason: "On leave until the end of the month; the desk has no cover for this book." } },
    ],
    ["ravi.patel", "Ravi Patel", "trader"],
    ["mereana.potiki", "Mereana Pōtiki", "viewer"],
  ],
  RATA: [
    ["admin", "Wiremu Hōhepa", "entity-admin"],
    ["trader", "Sophie van der Berg", "trader"],
    ["overage", "Nīkau Paewai", "viewer", { veryManyGroups: true }],
    ["deactivated", "James Fairweather", "trader", { status: { is: "deactivated", reason: "Parental leave; to be activated again on return." } }],
    ["terminated", "Brooke Hastings", "credit-manager", { status: { is: "terminated", reason: "Left Rata Power; confirmed by its entity admin." } }],
    ["credit", "Mei-Ling Chen", "credit-manager"],
    ["losa.faleolo", "Losa Faleolo", "trader"],
  ],
  TOTARA: [
    ["admin", "Pānia Hēnare", "entity-admin"],
    ["credit", "Hannah Fraser", "credit-manager"],
    ["arjun.singh", "Arjun Singh", "trader"],
    ["tevita.mahe", "Tevita Mahe", "trader"],
    ["jiwoo.park", "Park Ji-woo", "viewer", { inDirectory: ["trader"] }],
  ],
  KERERU: [
    ["admin", "Fiona Gillespie", "entity-admin"],
    ["hone.maihi", "Hōne Maihi", "entity-admin"],
    ["lupe.talagi", "Lupe Talagi", "trader"],
    ["minh.nguyen", "Nguyễn Minh", "trader", { inDirectory: ["viewer"] }],
  ],
  KAHU: [
    ["admin", "Rangi Te Whata", "entity-admin"],
    ["credit", "Priya Raman", "credit-manager"],
    ["charlotte.ross", "Charlotte Ross", "trader"],
    ["haruto.tanaka", "Haruto Tanaka", "credit-manager"],
  ],
  WEKA: [
    ["admin", "Rāwiri Takerei", "entity-admin"],
    ["credit", "Vikram Nair", "credit-manager"],
    ["emma.sinclair", "Emma Sinclair", "trader"],
  ],
  HARAKEKE: [
    ["admin", "Te Aroha Kīngi", "entity-admin"],
    ["ana.vakauta", "Ana Vakauta", "trader"],
    ["oliver.hughes", "Oliver Hughes", "viewer", { inDirectory: [] }],
  ],
  PIOPIO: [
    ["admin", "Māia Tūroa", "entity-admin"],
    ["samuel.petelo", "Samuel Petelo", "trader"],
  ],
};

/** Someone in the directory and unknown to the portal. */
export type Stranger = {
  readonly userName: string;
  readonly name: string;
  readonly entity: EntityCode;
  readonly roles: readonly RoleKey[];
  readonly remark: string;
};

export const STRANGERS: readonly Stranger[] = [
  { userName: "norole@kauri.example", name: "Aroha Tīpene", entity: "KAURI", roles: [], remark: "no role group" },
  { userName: "tworoles@kauri.example", name: "Zhang Wei", entity: "KAURI", roles: ["viewer", "trader"], remark: "two role groups" },
  { userName: "newcomer@kauri.example", name: "Tāne Walker", entity: "KAURI", roles: ["viewer"], remark: "invited, not joined yet" },
];

const emailOf = (login: string, code: EntityCode): string => `${login}@${code.toLowerCase()}.example`;

const staffOf = (entity: EntityCode): Person[] =>
  STAFF[entity].map(([login, name, role, extras]) => ({ userName: emailOf(login, entity), name, entity, role, ...extras }));

export const PEOPLE: readonly Person[] = entityCodes.flatMap(staffOf);
