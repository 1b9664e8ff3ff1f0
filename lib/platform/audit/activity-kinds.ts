/** What an entity's activity can be narrowed to. */
export const ACTIVITY_KINDS = ["changes", "sign-ins", "refusals"] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];
