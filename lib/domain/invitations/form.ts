import type { Fields } from "@/lib/platform/operations/decode";

/** A list of people from its form, as a file or as text; the file wins when both are given. */
export const readList = ({ file, csv, checked: _, ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "" });
/** The same, with the hash of the check on screen. */
export const readCheckedList = ({ file, csv, checked = "", ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "", checked });
