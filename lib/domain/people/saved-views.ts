import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { SavedView } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import type { SaveView } from "./schema";

type ViewUsers = Grant<"Users.View">;
export type View = Pick<SavedView, "id" | "name" | "query">;

const MOST = 30;

/** The lists that a person has saved, by name. */
export const savedViews = (tx: ScopedTx, { principal }: ViewUsers): Promise<View[]> =>
  tx.savedView.findMany({ where: { userId: principal.userId }, orderBy: [{ name: "asc" }], take: MOST, select: { id: true, name: true, query: true } });

/** Saves a list under a name. A personal preference: nothing on record changes. */
export async function saveView(tx: ScopedTx, { principal }: ViewUsers, { name, query }: SaveView): Promise<View> {
  const { userId } = principal;
  if ((await tx.savedView.count({ where: { userId } })) >= MOST)
    throw new AppError("INVALID_INPUT", `You have ${MOST} saved views already. Delete one of them first.`);
  try {
    return await tx.savedView.create({ data: { userId, name, query }, select: { id: true, name: true, query: true } });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", "You have a view of this name.", {
        fieldErrors: { name: "Choose another name, or delete the view of this name first." },
      });
    throw error;
  }
}

/** Deletes one of the person's own. */
export async function deleteView(tx: ScopedTx, grant: ViewUsers, id: string): Promise<void> {
  const { count } = await tx.savedView.deleteMany({ where: { id, userId: grant.principal.userId } });
  if (count === 0) refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such view of yours. Open the list again to see which there are." });
}
