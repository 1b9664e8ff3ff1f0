import { stringify } from "csv-stringify/sync";

/** By which spreadsheets know that a file is UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** Rows as CSV; what a spreadsheet would run as a formula is made text, as the library does it. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: "windows" },
  );
