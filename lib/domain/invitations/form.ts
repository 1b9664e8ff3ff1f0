import { invalidInput } from "@/lib/platform/errors";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { sendInvitationInput } from "./schema";

/** One invitation. Where the form asks for an entity, none is chosen for the sender: left open, it is not their own. */
export function readInvitation(fields: Fields): unknown {
  if (fields.entity === "") throw invalidInput({ entity: "Choose the entity that they join." });
  return decodeFields(sendInvitationInput, fields);
}

/** A list of people from its form, as a file or as text; the file wins when both are given. */
export const readList = ({ file, csv, checked: _, ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "" });
/** The same, with the hash of the check on screen. */
export const readCheckedList = ({ file, csv, checked = "", ...rest }: Fields): unknown => ({ ...rest, csv: file || csv || "", checked });
