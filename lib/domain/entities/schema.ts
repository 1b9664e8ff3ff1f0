import { z } from "zod";
import { choice, cursorParam, searchText } from "@/lib/platform/lists/params";
import { id, reason, text, version } from "@/lib/platform/operations/input";

const code = z
  .string("The code must be text.")
  .trim()
  .transform((value) => value.toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9]{2,12}$/, "The code has 2 to 12 letters and digits, such as KAURI."))
  .meta({ minLength: 2, maxLength: 12 });

const names = {
  legalName: text({ min: 2, max: 120, label: "The legal name" }),
  shortName: text({ min: 2, max: 40, label: "The short name" }),
};

export const createEntityInput = z.strictObject({ code, ...names });
export const editEntityInput = z.strictObject({ id, version, ...names });
/** Suspending and reinstating: the entity, its version, and the reason. */
export const entityStatusInput = z.strictObject({ id, version, reason });

export type CreateEntity = z.infer<typeof createEntityInput>;
export type EditEntity = z.infer<typeof editEntityInput>;
export type EntityStatusChange = z.infer<typeof entityStatusInput>;

export const ENTITY_SORTS = ["legalName", "code", "createdAt"] as const;

export const entityListParams = z.strictObject({
  q: searchText,
  status: choice(["active", "suspended"]),
  sort: choice(ENTITY_SORTS),
  direction: choice(["asc", "desc"]),
  cursor: cursorParam,
});

export type EntityListParams = z.infer<typeof entityListParams>;
