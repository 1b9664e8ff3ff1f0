import "server-only";
import { z } from "zod";
import { zoneInput } from "@/lib/domain/preferences/model";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { query } from "@/lib/platform/operations/query";
import { readMatrix } from "./matrix";
import { counterpartyListParams, entityCode, matrixParams, pairAddress, pairListParams } from "./schema";
import { readCounterparty, readCounterpartyList, readPair, readPairList, readSummary } from "./views";

/** What every entity records about every other. */
export const matrixQuery = query({
  name: "documentation.matrix",
  ...doorOf("documentation"),
  input: matrixParams,
  read: ({ tx, grant, input }) => readMatrix(tx, grant, input),
});

/** The same as a list of pairs. */
export const pairListQuery = query({
  name: "documentation.pairs",
  ...doorOf("documentation"),
  input: pairListParams.extend({ zone: zoneInput }),
  read: ({ tx, grant, input: { zone, ...params } }) => readPairList(tx, grant, params, zone),
});

export const pairQuery = query({
  name: "documentation.pair",
  ...doorOf("documentation"),
  input: z.strictObject({ id: pairAddress }),
  read: ({ tx, grant, input }) => readPair(tx, grant, input.id),
});

/** How the own entity stands with its possible counterparties. */
export const creditQuery = query({
  name: "documentation.summary",
  ...doorOf("credit"),
  input: z.strictObject({}),
  read: ({ tx, grant }) => readSummary(tx, grant),
});

export const counterpartyListQuery = query({
  name: "documentation.counterparties",
  ...doorOf("credit-documentation"),
  input: counterpartyListParams,
  read: ({ tx, grant, input }) => readCounterpartyList(tx, grant, input),
});

export const counterpartyQuery = query({
  name: "documentation.counterparty",
  ...doorOf("credit-documentation"),
  input: z.strictObject({ code: entityCode }),
  read: ({ tx, grant, input }) => readCounterparty(tx, grant, input.code),
});
