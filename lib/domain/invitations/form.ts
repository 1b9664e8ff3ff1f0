import type { Fields } from "@/lib/platform/operations/decode";

/** A list of people as its form carries it: as a file or typed in, of which the file counts where there is one. */
export const readList = ({ file, csv, checked: _, ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "" });
/** The same, with the hash of the check that is still on screen. */
export const readCheckedList = ({ file, csv, checked = "", ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "", checked });
