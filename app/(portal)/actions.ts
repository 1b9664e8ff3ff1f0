"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { defineAction } from "@/lib/actions/define-action";
import { signOut } from "@/lib/auth/sign-out";
import { savePreferences } from "@/lib/preferences/save";
import { preferencesInput } from "@/lib/preferences/schema";

export const savePreferencesAction = defineAction({
  name: "preferences.save",
  permission: "signed-in",
  input: preferencesInput,
  target: "own-entity",
  run: async ({ input }) => savePreferences(await cookies(), input),
  audit: "none",
});

export const signOutAction = defineAction({
  name: "session.signOut",
  permission: "signed-in",
  input: z.strictObject({}),
  target: "own-entity",
  run: async ({ tx, grant }) => signOut(tx, grant, await cookies()),
  next: () => "/sign-in?ended=signed-out",
});
