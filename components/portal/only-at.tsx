"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/**
 * What is said of one address, and what is said everywhere else. Next keeps the first answer for the pages that are opened after it,
 * so an answer that names a page has to look where it stands.
 */
export const OnlyAt = ({ path, otherwise, children }: { path: string; otherwise: ReactNode; children: ReactNode }) =>
  usePathname() === path ? children : otherwise;
