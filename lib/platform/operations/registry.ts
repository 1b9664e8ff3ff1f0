import type { Access } from "@/lib/platform/authz/decide";

/** What is known of an operation without running it. */
export type RegisteredAction = {
  readonly name: string;
  readonly access: Access;
  /** Whether it must record a change to commit. */
  readonly recordsChange: boolean;
};

const actions = new Map<string, RegisteredAction>();

/** Every operation and download enters here as its module loads; tests walk the list and demand a row for each. */
export const register = (action: RegisteredAction): void => {
  actions.set(action.name, action);
};

export const registeredActions = (): readonly RegisteredAction[] => [...actions.values()];
