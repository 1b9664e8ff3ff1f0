import "server-only";

// The server loads this module once per bundle, and a process drains as a whole.
const state = globalThis as typeof globalThis & { rolebookDraining?: true };

/** Whether this process is about to end: it is not ready any more, and its jobs take nothing new. */
export const isDraining = (): boolean => state.rolebookDraining === true;

export function beginDraining(): void {
  state.rolebookDraining = true;
}
