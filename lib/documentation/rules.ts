import type { DocumentationState } from "@/lib/db/types";

/** Two entities may trade only when both say that their documents are in place. */
export const mayTrade = (a: DocumentationState, b: DocumentationState): boolean => isInPlace(a) && isInPlace(b);

/** Those of two sides that keep them from trading; none when they may. */
export const blockingSides = <S extends { readonly status: DocumentationState }>(a: S, b: S): readonly S[] => [a, b].filter(({ status }) => !isInPlace(status));

const isInPlace = (status: DocumentationState): boolean => status === "docs_in_place";
