"use client";

import { createContext } from "react";
import type { ErrorLink } from "@/lib/platform/errors";

/** Where what a page's forms change can be seen: the page that it leads back to. */
export const Place = createContext<ErrorLink | null>(null);
