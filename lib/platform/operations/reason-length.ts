/** How long a reason is, in characters; apart from the schemas, so that the browser can have it without them. */
export const REASON_LENGTH = { min: 10, max: 500 } as const;
