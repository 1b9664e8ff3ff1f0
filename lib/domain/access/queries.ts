import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { query } from "@/lib/platform/operations/query";
import { readAccess } from "./read-access";

/** What the person may do and may not. */
export const accessQuery = query({
  name: "access.view",
  ...doorOf("access"),
  input: z.strictObject({}),
  read: async ({ tx, grant }) => readAccess(tx, grant),
});
