import { z } from "zod";
import { choice } from "@/lib/platform/lists/params";

export const SHOWN = ["all", "held", "missing"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which permissions are shown: all of them, unless the address asks for one side. */
export const accessParams = z.object({ show: choice(SHOWN) }).transform(({ show }): { show: Shown } => ({ show: show ?? "all" }));

/** The side of a list that is shown. */
export const shownOf = <T extends { readonly held: boolean }>(standings: readonly T[], show: Shown): readonly T[] =>
  show === "all" ? standings : standings.filter(({ held }) => held === (show === "held"));
