import type { Requester, UserPrincipal } from "@/lib/platform/authz/principal";

/** Where a request came from: what goes on the record beside who and what. */
export type RequestInfo = {
  readonly requestId: string;
  readonly sessionId: string | null;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
};

/** A principal in a request: a person, unless it says otherwise. */
export type Caller<P extends Requester = UserPrincipal> = { readonly principal: P; readonly request: RequestInfo };

export type FieldValue = string | number | boolean | null;
/** `{ field: { from, to } }`, over a list of fields that the slice allows on the record. */
export type Changes = Readonly<Record<string, { readonly from: FieldValue; readonly to: FieldValue }>>;

/** Something was changed: named in the past tense, `entity.suspended`. Slices make them in their `audit-events.ts`. */
export type ChangeEvent = {
  readonly action: `${string}.${string}`;
  readonly target: { readonly type: string; readonly id: string; readonly label: string; readonly entityId: string | null };
  readonly changes: Changes;
  readonly reason?: string;
};
