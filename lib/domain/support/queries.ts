import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { getOwnRequest, listOwnRequests } from "./requests";
import { askParams, ownRequestsParams, problemParams, supportListParams } from "./schema";
import { contextNow, readAccessForm, readSupportList, readSupportRequest } from "./views";

/** What the entities asked the exchange, for readers of the Admin panel. */
export const supportListQuery = query({
  name: "support.list",
  ...doorOf("support"),
  input: supportListParams,
  read: ({ tx, grant, input }) => readSupportList(tx, grant, input),
});

export const supportRequestQuery = query({
  name: "support.view",
  ...doorOf("support"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readSupportRequest(tx, grant, input.id),
});

/** What is sent along with a new request. */
export const newRequestQuery = query({
  name: "support.newRequest",
  ...doorOf("support"),
  input: problemParams,
  read: async ({ tx, grant, input: { from, reference } }) => contextNow(tx, grant, { page: from, reference }),
});

export const ownRequestListQuery = query({
  name: "support.ownRequests",
  ...doorOf("requests"),
  input: ownRequestsParams,
  read: ({ tx, grant, input }) => listOwnRequests(tx, grant, input.cursor),
});

export const ownRequestQuery = query({
  name: "support.ownRequest",
  ...doorOf("requests"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => getOwnRequest(tx, grant, input.id),
});

/** What a person may ask for, and what is sent along. */
export const accessFormQuery = query({
  name: "support.accessForm",
  ...doorOf("requests"),
  input: askParams,
  read: async ({ tx, grant, input }) => readAccessForm(tx, grant, input),
});
