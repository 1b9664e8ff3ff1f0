import { decodeFields, decodeWholeNumber, type Fields } from "@/lib/platform/operations/decode";
import { directionField, readPairId, setManyInput } from "./schema";

const TICKED = directionField({ code: "" }, { code: "" }).replace("_", "");

/** The form for several directions: a field for each ticked one, whose value is the version shown. */
export function readTicked(fields: Fields): unknown {
  const ticked = Object.entries(fields).filter(([name]) => name.startsWith(TICKED));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith(TICKED)));
  const directions = ticked.map(([name, version]) => {
    const [owner = "", counterparty = ""] = readPairId(name.slice(TICKED.length)) ?? [];
    return { owner, counterparty, version: decodeWholeNumber(version) };
  });
  return { directions, ...decodeFields(setManyInput, rest) };
}
