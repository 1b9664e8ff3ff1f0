import { isDeepStrictEqual } from "node:util";
import type { Access } from "@/lib/platform/authz/decide";
import type { Requirement } from "@/lib/platform/authz/requirement";

/** What is known of an operation without running it. */
export type RegisteredAction = {
  readonly kind: "operation" | "query";
  readonly name: string;
  readonly access: Access;
  /** Of a query: whether it needs the permission in the own entity, or in every entity. */
  readonly across?: Requirement["across"];
  /** Whether it must record a change to commit. */
  readonly recordsChange: boolean;
};

const actions = new Map<string, RegisteredAction>();

/**
 * Every operation and query registers here when its module loads; tests walk the list and require a row for
 * each. Throws when two declarations differ under one name; the same module may load again.
 */
export function register(action: RegisteredAction): void {
  const known = actions.get(action.name);
  if (known && !isDeepStrictEqual(known, action)) throw new Error(`${action.name} is declared twice, and not alike.`);
  actions.set(action.name, action);
}

export const registeredActions = (): readonly RegisteredAction[] => [...actions.values()];
