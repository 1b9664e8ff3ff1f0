import { performance } from "node:perf_hooks";
import { uuidv7 } from "uuidv7";
import { LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { copyInto } from "@/lib/platform/db/copy";
import { randomFrom } from "./random";

/** People at size: invented names, the roles and statuses that a market would have, most of them seen lately. */

const FIRST = "Aroha Hēmi Mere Tama Wiremu Anahera Rangi Kiri Sione Lupe Grace Daniel Sophie James Mei Arjun Priya Hannah Liam Isla Oliver Emma Noah Ava".split(
  " ",
);
const MIDDLE = "Te Kahu Pania Tui Jane Rose Lee Ann Marie John Paul Ray Lee Kai Max Joy Fern Hope Ruth Dean".split(" ");
const LAST = "Ngata Parata Paki Rewi Walker Singh Patel Chen Fonoti Tupou Hughes Ross Cho Nair Tanaka Park Fraser O'Connor Whitmore Takerei Hōhepa Mahe".split(
  " ",
);

/** Of a thousand, up to which number. */
const STATUSES = [
  [920, "active"],
  [940, "halted"],
  [960, "frozen"],
  [990, "deactivated"],
  [1_000, "terminated"],
] as const;

const ROLES = [
  [450, "viewer"],
  [800, "trader"],
  [920, "credit-manager"],
  [999, "entity-admin"],
  [1_000, "operator"],
] as const satisfies readonly (readonly [number, RoleKey])[];

const DAY = 86_400_000;

const ENTITY_COLUMNS = ["id", "code", "legal_name", "short_name"];
const USER_COLUMNS = ["id", "entity_id", "tid", "oid", "email", "display_name", "role", "global", "status", "status_reason", "created_at"];
const PRESENCE_COLUMNS = ["user_id", "entity_id", "last_seen_at"];

/** Loads so many people into an empty database; tells how many seconds it took. The same numbers give the same people. */
export async function seedPeople(url: string, { users, entities }: { users: number; entities: number }): Promise<number> {
  const start = performance.now();
  const seen: Row[] = [];
  const entityIds = Array.from({ length: entities }, () => uuidv7());
  await copyInto(
    url,
    [
      { table: "entity", columns: ENTITY_COLUMNS, rows: entityIds.map((id, index) => [id, `E${index}`, `Entity ${index} Limited`, `Entity ${index}`]) },
      { table: "portal_user", columns: USER_COLUMNS, rows: people(users, entityIds, seen) },
      { table: "presence", columns: PRESENCE_COLUMNS, rows: seen, instead: "(user_id, entity_id) DO UPDATE SET last_seen_at = excluded.last_seen_at" },
    ],
    "entity",
  );
  return (performance.now() - start) / 1_000;
}

type Row = readonly (string | null)[];

/** Adds people who were ever seen to `seen`. */
function* people(count: number, entityIds: readonly string[], seen: Row[]): Generator<Row> {
  const random = randomFrom(20_261);
  const now = Date.now();
  const share = <T>(shares: readonly (readonly [upTo: number, T])[]): T => {
    const drawn = random.below(1_000);
    return random.pick(shares.filter(([upTo]) => drawn < upTo).slice(0, 1))[1];
  };
  for (let index = 0; index < count; index++) {
    const entity = index % entityIds.length;
    const [first, middle, last] = [random.pick(FIRST), random.pick(MIDDLE), random.pick(LAST)];
    const role = share(ROLES);
    const status = share(STATUSES);
    const seenAt = random.below(10) === 0 ? null : new Date(now - random.below(200) * DAY - random.below(DAY)).toISOString();
    const [id, entityId] = [uuidv7(), entityIds[entity] ?? null];
    if (seenAt) seen.push([id, entityId, seenAt]);
    yield [
      id,
      entityId,
      LOCAL_TENANT_ID,
      crypto.randomUUID(),
      `${first}.${last}.${index}@e${entity}.example`.toLowerCase(),
      `${first} ${middle} ${last}`,
      role,
      role === "operator" ? "true" : "false",
      status,
      status === "active" ? null : "As the test data has it.",
      new Date(now - (200 + random.below(800)) * DAY).toISOString(),
    ];
  }
}
