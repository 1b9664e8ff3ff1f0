import { createHash } from "node:crypto";

/** A hash of exactly these people, in any order; a count alone would also match others. */
export const selectionHash = (people: readonly { readonly id: string }[]): string =>
  createHash("sha256")
    .update(
      people
        .map(({ id }) => id)
        .toSorted()
        .join("\n"),
    )
    .digest("hex");
