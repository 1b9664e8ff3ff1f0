"use client";

import { createContext, type ReactNode } from "react";
import type { Action } from "@/lib/adapters/web/form-action";

type Forms = { readonly actions: Readonly<Record<string, Action>>; readonly drawnFor: ReactNode };

/** The forms that take back what was just done, by name. */
export const UndoForms = createContext<Forms>({ actions: {}, drawnFor: null });

export const UndoFormsProvider = ({ children, ...forms }: Forms & { children: ReactNode }) => <UndoForms value={forms}>{children}</UndoForms>;
