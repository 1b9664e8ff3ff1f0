/** Something that waits, and since or until when. `id` is null where there is no page of it. */
export type Dated = { readonly id: string | null; readonly name: string; readonly at: Date };
