import { z } from "zod";

export const SHOWN = ["all", "held", "missing"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which permissions to show: all, unless the address asks for one side. */
export const accessParams = z.strictObject({ show: z.enum(SHOWN, "Choose one from the list.").default("all") });

/** The side of the list to show. */
export const shownOf = <T extends { readonly held: boolean }>(standings: readonly T[], show: Shown): readonly T[] =>
  show === "all" ? standings : standings.filter(({ held }) => held === (show === "held"));
