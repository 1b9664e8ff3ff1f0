import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { preferencesInput } from "./schema";

export const savePreferencesOperation = operation({
  name: "preferences.save",
  permission: "signed-in",
  input: preferencesInput,
  target: "own-entity",
  run: async () => {},
  audit: "none",
});
