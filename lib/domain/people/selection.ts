import { createHash } from "node:crypto";

/** What stands for exactly these people, in whatever order: a number of people would also stand for others. */
export const selectionHash = (people: readonly { readonly id: string }[]): string =>
  createHash("sha256")
    .update(
      people
        .map(({ id }) => id)
        .toSorted()
        .join("\n"),
    )
    .digest("hex");
