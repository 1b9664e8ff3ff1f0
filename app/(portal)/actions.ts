"use server";

import { cookies } from "next/headers";
import { forgetSession } from "@/lib/adapters/sign-in/forget-session";
import { formAction } from "@/lib/adapters/web/form-action";
import { signOutOperation } from "@/lib/domain/people";
import { savePreferences, savePreferencesOperation } from "@/lib/domain/preferences";

export const savePreferencesAction = formAction(savePreferencesOperation, { after: async (input) => savePreferences(await cookies(), input) });

export const signOutAction = formAction(signOutOperation, { after: async () => forgetSession(await cookies()), next: () => "/sign-in?ended=signed-out" });
