import { z } from "zod";
import { choice, cursorParam, searchText } from "@/lib/platform/lists/params";
import { text, versionOrNone } from "@/lib/platform/operations/input";
import { DOCUMENTATION_STATES } from "./states";

const CODE = /^[A-Z0-9]{2,12}$/;
export const entityCode = z.string("A code is text.").regex(CODE, "This is not the code of an entity.");
/** A calendar day, such as 2026-12-01. */
const day = z.iso.date("This is not a date.").startsWith("2", "This is not a date.");

const listParams = {
  q: searchText,
  status: choice(DOCUMENTATION_STATES),
  trading: choice(["allowed", "blocked"]),
  reminder: choice(["due"]),
  cursor: cursorParam,
};

/** The operators' list of pairs. */
export const pairListParams = z.strictObject({ ...listParams, entity: entityCode.optional(), since: day.optional() });
/** A participant's list of counterparties. */
export const counterpartyListParams = z.strictObject(listParams);
/** The operators' matrix: its rows and columns. */
export const matrixParams = z.strictObject({ rows: searchText, columns: searchText });

export type PairListParams = z.infer<typeof pairListParams>;
export type CounterpartyListParams = z.infer<typeof counterpartyListParams>;
export type MatrixParams = z.infer<typeof matrixParams>;

type Coded = { readonly code: string };

/** A pair in an address; `readPairId` accepts the two codes in either order. */
export const pairId = (a: Coded, b: Coded): string => `${a.code}_${b.code}`;

/** The two codes in an address; null for anything else. */
export function readPairId(address: string): readonly [string, string] | null {
  const [a, b, ...more] = address.split("_");
  return a && b && a !== b && more.length === 0 && CODE.test(a) && CODE.test(b) ? [a, b] : null;
}

export const pairAddress = z.string("An address is text.").refine((address) => readPairId(address) !== null, "This names no pair of entities.");

const status = z.enum(DOCUMENTATION_STATES, "Choose one of the four statuses.");
/** Browsers send CRLF line breaks. */
const notes = text({ min: 0, max: 2_000, label: "The notes", lines: "several" }).transform((value) => value.replaceAll(/\r\n?/g, "\n"));
/** Null clears the reminder. */
const remindOn = day.nullable();
/** Zero when there is no record yet. */
const seen = versionOrNone;

export const setOwnSideInput = z.strictObject({ counterparty: entityCode, version: seen, status, notes, remindOn });
export const setDirectionInput = setOwnSideInput.extend({ owner: entityCode });

export type Direction = { readonly owner: string; readonly counterparty: string; readonly version: number };

/** The field name of a ticked direction; its value is the version shown. */
export const directionField = (owner: Coded, counterparty: Coded): string => `direction:${owner.code}_${counterparty.code}`;

const MOST_DIRECTIONS = 1_000;

/** Several directions at once. Fields left out do not change. */
export const setManyInput = z
  .strictObject({
    status: status.optional(),
    notes: notes.transform((value) => value || undefined).optional(),
    remindOn: day.optional(),
    directions: z
      .array(z.strictObject({ owner: entityCode, counterparty: entityCode, version: seen }))
      .min(1, "Tick at least one direction.")
      .max(MOST_DIRECTIONS, `Set ${MOST_DIRECTIONS} directions at most at once.`)
      .refine((list) => new Set(list.map(({ owner, counterparty }) => `${owner}_${counterparty}`)).size === list.length, "Name each direction once."),
  })
  .refine(({ status, notes, remindOn }) => status || notes || remindOn, { path: ["status"], message: "Choose what to set." });

export type SetOwnSide = z.infer<typeof setOwnSideInput>;
export type SetDirection = z.infer<typeof setDirectionInput>;
/** Fields left out do not change. */
export type SetDirections = {
  readonly directions: readonly Direction[];
  readonly status?: SetDirection["status"] | undefined;
  readonly notes?: string | undefined;
  readonly remindOn?: string | null | undefined;
};
