import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { startBulkInput } from "./bulk-schema";

/** A change of many as its form carries it: whom it is about as JSON. What is none stays as it is, for the schema to refuse. */
export const readBulk = ({ scope = "", ...rest }: Fields): unknown => ({ ...decodeFields(startBulkInput, rest), scope: fromJson(scope) });

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
