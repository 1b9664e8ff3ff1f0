import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { startBulkInput } from "./bulk-schema";

/** The form of a bulk change, with its scope as JSON. Invalid JSON stays as it is, for the schema to reject. */
export const readBulk = ({ scope = "", ...rest }: Fields): unknown => ({ ...decodeFields(startBulkInput, rest), scope: fromJson(scope) });

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
