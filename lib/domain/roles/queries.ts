import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { readRequestQueue, readRequestView } from "./request-view";
import { openRoleForm } from "./role-form";
import { requestListParams, roleFormParams } from "./schema";

/** The role requests, those that wait first. */
export const requestListQuery = query({
  name: "roles.requests",
  ...doorOf("promotions"),
  input: requestListParams,
  read: ({ tx, grant, input }) => readRequestQueue(tx, grant, input),
});

/** One request, for those who may see the person it is about. */
export const requestQuery = query({
  name: "roles.request",
  ...doorOf("users"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readRequestView(tx, grant, input.id),
});

/** A person's role, to be changed, with the role chosen in the address. */
export const roleFormQuery = query({
  name: "roles.choose",
  ...doorOf("users"),
  input: roleFormParams.extend({ id }),
  read: ({ tx, grant, input }) => openRoleForm(tx, grant, input),
});
