import { z } from "zod";
import { choice } from "@/lib/platform/lists/params";

export const SHOWN = ["all", "held", "missing"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which permissions to show: all, unless the address asks for one side. */
export const accessParams = z.object({ show: choice(SHOWN) }).transform(({ show }): { show: Shown } => ({ show: show ?? "all" }));

/** The side of the list to show. */
export const shownOf = <T extends { readonly held: boolean }>(standings: readonly T[], show: Shown): readonly T[] =>
  show === "all" ? standings : standings.filter(({ held }) => held === (show === "held"));
