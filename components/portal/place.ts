"use client";

import { createContext } from "react";
import type { ErrorLink } from "@/lib/platform/errors";

/** The page where the effect of this page's forms can be seen: its back link. */
export const Place = createContext<ErrorLink | null>(null);
