import "server-only";
import { ENTITY_NAME } from "@/lib/domain/entities";
import type { ReadLog } from "@/lib/platform/audit/log";
import { ACCESSES, type ActorFilter, type LogFilter, SHOWN, type SubjectFilter } from "@/lib/platform/audit/log-filter";
import { actionsNamed, latestLabel } from "@/lib/platform/audit/log-names";
import { type Actor, peopleNamed } from "@/lib/platform/audit/queries";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { indexed } from "@/lib/platform/lists/fold";
import { equalling } from "@/lib/platform/lists/params";
import { id as anId } from "@/lib/platform/operations/input";
import type { Search, Word } from "./search-language";
import { sinceInstant, TIME_EXAMPLES, untilInstant } from "./search-times";

/** What a filter came to mean: what its chip says, and which one of several could be meant. */
export type Meaning = { readonly label: string; readonly choices: readonly { readonly label: string; readonly value: string }[] };

export type Resolved = {
  readonly filter: LogFilter;
  readonly meanings: ReadonlyMap<Word, Meaning>;
  /** Why it cannot be searched, a sentence for each filter. */
  readonly problems: readonly string[];
};

type Part = { readonly filter?: LogFilter; readonly meaning?: Meaning; readonly problem?: string };
type Context = { readonly tx: ScopedTx; readonly grant: ReadLog; readonly now: Date; readonly zone: string };

/** Looks up what the filters of a search name. */
export async function resolveSearch(context: Context, { terms, texts }: Search): Promise<Resolved> {
  const meanings = new Map<Word, Meaning>();
  const problems: string[] = [];
  let filter: LogFilter = { texts };
  for (const { word, value } of terms) {
    const part = await READERS[word](value, context);
    if (part.meaning) meanings.set(word, part.meaning);
    if (part.problem) problems.push(part.problem);
    filter = { ...filter, ...part.filter };
  }
  return { filter, meanings, problems };
}

const READERS: Readonly<Record<Word, (value: string, context: Context) => Part | Promise<Part>>> = {
  by: readActor,
  about: readSubject,
  person: readPerson,
  action: readAction,
  permission: readPermission,
  outcome: (value) => oneOf("outcome", value, OUTCOMES, (outcome) => ({ outcome })),
  kind: (value) => oneOf("kind", value, KINDS, (kind) => ({ kind })),
  entity: readEntity,
  since: (value, clock) => timed("since", value, sinceInstant(value, clock)),
  until: (value, clock) => timed("until", value, untilInstant(value, clock)),
  request: (value) => identified("request", value, { requestId: value }),
  session: (value) => identified("session", value, { sessionId: value }),
  show: (value) => oneOf("show", value, Object.fromEntries(SHOWN.map((shown) => [shown, shown])), (shown) => ({ shown })),
};

const OUTCOMES = { granted: "grant", refused: "deny", grant: "grant", deny: "deny", denied: "deny" } as const;
const KINDS = { decision: "decision", change: "change", "sign-in": "sign_in", sign_in: "sign_in" } as const;

function oneOf<T extends string>(word: Word, value: string, values: Readonly<Record<string, T>>, filter: (value: T) => LogFilter): Part {
  const chosen = Object.hasOwn(values, value.toLowerCase()) ? values[value.toLowerCase()] : undefined;
  return chosen === undefined ? { problem: `${word}: takes one of ${Object.keys(values).join(", ")}, not “${value}”.` } : { filter: filter(chosen) };
}

const timed = (word: "since" | "until", value: string, at: Date | null): Part =>
  at ? { filter: { [word]: at } } : { problem: `${word}: takes a time such as ${TIME_EXAMPLES}, not “${value}”.` };

const isId = (value: string): boolean => anId.safeParse(value).success;
const identified = (word: Word, value: string, filter: LogFilter): Part =>
  isId(value) ? { filter } : { problem: `${word}: takes an id of the log, not “${value}”.` };

function readPermission(value: string): Part {
  const permission = ACCESSES.find((known) => known.toLowerCase() === value.toLowerCase());
  if (permission) return { filter: { permission } };
  const near = ACCESSES.filter((known) => known.toLowerCase().includes(value.toLowerCase()));
  return {
    problem: `permission: knows no “${value}”.${near.length > 0 ? ` Did you mean ${near.join(", ")}?` : " Write it as in My access, such as Users.Promote."}`,
  };
}

async function readAction(value: string, { tx, grant }: Context): Promise<Part> {
  const actions = await actionsNamed(tx, grant, value);
  const exact = actions.includes(value) ? [value] : actions;
  if (exact.length === 0) return { problem: `action: nothing on the record has an action like “${value}”. Actions are written like user.role_changed.` };
  return { filter: { actions: exact }, meaning: { label: value, choices: exact.length > 1 ? exact.map((action) => ({ label: action, value: action })) : [] } };
}

/** More people than this are searched for by the name itself. */
const MOST = 20;
const people = async ({ tx, grant }: Context, name: string): Promise<readonly Actor[]> =>
  peopleNamed(tx, grant, name === "me" ? grant.principal.userId : name, MOST + 1);
const choiceOf = ({ id, displayName, entity }: Actor) => ({ label: `${displayName}, ${entity.shortName}`, value: id });

function meaningOf(value: string, found: readonly Actor[]): Meaning {
  const [only] = found;
  return found.length === 1 && only ? { label: only.displayName, choices: [] } : { label: value, choices: found.map(choiceOf) };
}

const PORTAL: Readonly<Record<string, ActorFilter>> = { portal: { kind: "system" }, client: { kind: "client" } };

async function readActor(value: string, context: Context): Promise<Part> {
  const by = PORTAL[value.toLowerCase()];
  if (by) return { filter: { by } };
  const found = await people(context, value);
  if (found.length === 0 && isId(value)) return { filter: { by: { userIds: [value] } } };
  return found.length === 0 || found.length > MOST
    ? { filter: { by: { named: value } } }
    : { filter: { by: { userIds: found.map(({ id }) => id) } }, meaning: meaningOf(value, found) };
}

async function readPerson(value: string, context: Context): Promise<Part> {
  const found = await people(context, value);
  if (found.length === 0 && isId(value)) return { filter: { people: [value] } };
  if (found.length === 0) return { problem: `person: nobody is called “${value}”. Search for the name as text to find anyone recorded under it.` };
  if (found.length > MOST) return { problem: `person: more than ${MOST} people are called “${value}”. Write more of the name, or the address.` };
  return { filter: { people: found.map(({ id }) => id) }, meaning: meaningOf(value, found) };
}

const THING = /^([a-z_]+)\/([\w-]+)$/;

async function readSubject(value: string, context: Context): Promise<Part> {
  const { tx, grant } = context;
  const [, type, id] = THING.exec(value) ?? [];
  if (type && id) {
    const label = await latestLabel(tx, grant, { type, id });
    return { filter: { about: { things: [{ type, ids: [id] }] } }, ...(label ? { meaning: { label, choices: [] } } : {}) };
  }
  const found = await people(context, value);
  const entities = await entitiesNamed(context, value);
  const several = found.length + entities.length;
  if (several === 0 || several > MOST) return { filter: { about: { named: value } } };
  const things: SubjectFilter = {
    things: [
      { type: "user", ids: found.map(({ id: user }) => user) },
      { type: "entity", ids: entities.map(({ id: entity }) => entity) },
    ].filter(({ ids }) => ids.length > 0),
  };
  const choices = [
    ...found.map((person) => ({ label: choiceOf(person).label, value: `user/${person.id}` })),
    ...entities.map((entity) => ({ label: entity.shortName, value: `entity/${entity.id}` })),
  ];
  const only = found[0]?.displayName ?? entities[0]?.shortName ?? value;
  return { filter: { about: things }, meaning: several === 1 ? { label: only, choices: [] } : { label: value, choices } };
}

async function readEntity(value: string, context: Context): Promise<Part> {
  const found = await entitiesNamed(context, value);
  if (found.length === 0) return { problem: `entity: none is called “${value}”. Write its code or a part of its name.` };
  if (found.length > MOST) return { problem: `entity: more than ${MOST} are called “${value}”. Write more of the name, or the code.` };
  const [only] = found;
  return {
    filter: { entities: found.map(({ id }) => id) },
    meaning:
      found.length === 1 && only
        ? { label: only.shortName, choices: [] }
        : { label: value, choices: found.map(({ id, shortName }) => ({ label: shortName, value: id })) },
  };
}

/** The entity of this id, code or short name, or those whose names contain it. */
async function entitiesNamed({ tx, grant }: Context, value: string) {
  const { entityId } = scopeOf(tx, grant);
  const reached = entityId === null ? [] : [{ id: entityId }];
  const select = { ...ENTITY_NAME };
  if (isId(value)) return tx.entity.findMany({ where: { AND: [...reached, { id: value }] }, select });
  const exact = await tx.entity.findMany({ where: { AND: [...reached, { OR: [{ code: equalling(value) }, { shortName: equalling(value) }] }] }, select });
  if (exact.length > 0) return exact;
  return tx.entity.findMany({
    where: { AND: [...reached, { searched: indexed(value) }] },
    orderBy: [{ shortName: "asc" }, { id: "asc" }],
    take: MOST + 1,
    select,
  });
}
