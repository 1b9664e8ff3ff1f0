/** What CONTRIBUTING's recipes consist of: numbered steps, each a few edits, and the check that fails where a step is left out. */

/** A new file; or text put right behind another text of a file, which is in it once unless it is `everywhere`. */
export type Edit = { readonly file: string; readonly behind?: string; readonly everywhere?: true; readonly text: string };

export type Step = {
  readonly edits: readonly Edit[];
  /** Makes a migration of this name before the edits that need it. */
  readonly migration?: string;
  readonly missedBy: "types" | "schema" | `${string}.test.ts`;
};

/** `name` is how CONTRIBUTING calls it, and its steps are in that order. */
export type Recipe = { readonly name: string; readonly steps: readonly Step[] };
