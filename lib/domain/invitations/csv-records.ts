import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";

/**
 * Splits a spreadsheet's text into records; pure. Limits apply before parsing, so any text is read or rejected
 * in linear time.
 */

export const MOST_ROWS = 10_000;
/** Characters: more than 10,000 rows of ordinary length. */
export const LONGEST_CSV = 1_200_000;
const MOST_COLUMNS = 20;
const LONGEST_LINE = 1_000;

/** `text` is the record as it was written. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number; readonly text: string };
type Records = { readonly header: CsvRecord | undefined; readonly records: readonly CsvRecord[]; readonly emptyRows: number };

/** Rejects the list as a whole. */
export const unusable = (message: string): AppError => new AppError("INVALID_INPUT", `This list cannot be used. ${message}`, { fieldErrors: { csv: message } });

const count = (value: number): string => value.toLocaleString("en-NZ");

/** The header and the records, each with its line in the file; empty rows are only counted. Throws INVALID_INPUT. */
export function readRecords(csv: string): Records {
  if (csv.length > LONGEST_CSV) throw unusable("It is too long. Split it, and send the parts one after the other.");
  const text = csv.replace(/^\uFEFF/, "");
  assertReadable(text);
  const { delimiter, start } = delimiterOf(text);
  const { lines, more, emptyRows } = filledLines(text, delimiter, start);
  const people = lines.length - 1 + more;
  if (people > MOST_ROWS) throw unusable(`This list has ${count(people)} people, and ${count(MOST_ROWS)} at most are sent at once. Split it.`);
  for (const { text: line, number } of lines) assertWithinLimits(line, number, delimiter);
  const [header, ...records] = parseLines(lines, delimiter);
  // A cell of empty quotation marks is empty as well.
  const filled = records.filter(({ cells }) => cells.some((cell) => cell !== ""));
  return { header, records: filled, emptyRows: emptyRows + records.length - filled.length };
}

function assertReadable(text: string): void {
  if (text.includes("\u0000"))
    throw unusable("It is a file in UTF-16, or no text at all. In the spreadsheet, choose “CSV UTF-8 (comma delimited)” to save it, then choose it again.");
  const [bad] = /(?![\t\r\n])[\uFFFD\p{Cc}]/u.exec(text) ?? [];
  if (bad === undefined) return;
  const line = lineAt(text, text.indexOf(bad));
  if (bad !== "\uFFFD") throw unusable(`Line ${line} has ${controlName(bad)}, which no name or address has. Remove it and check the list again.`);
  throw unusable(
    `It is not UTF-8 text: line ${line} has bytes that cannot be read, as a plain “CSV” of a spreadsheet has (Windows-1252). Save it as “CSV UTF-8” and choose it again.`,
  );
}

const lineAt = (text: string, position: number): number => text.slice(0, position).split(/\r\n?|\n/).length;

function controlName(control: string): string {
  const code = `U+${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return control === "\v" ? `a line break within a cell (a vertical tab, ${code})` : `a control character (${code})`;
}

const DELIMITERS = [",", ";", "\t"] as const;

/** The delimiter: from a spreadsheet's `sep=;` line, else the one between the column names. */
function delimiterOf(text: string): { delimiter: string; start: number } {
  const [line = "", declared] = /^"?sep=([,;\t])"?[,;\t]*(?:\r\n?|\n)/i.exec(text) ?? [];
  if (declared) return { delimiter: declared, start: line.length };
  const [header = ""] = /[^\s,;"][^\r\n]*/.exec(text) ?? [];
  const [most = ","] = DELIMITERS.toSorted((a, b) => header.split(b).length - header.split(a).length);
  return { delimiter: most, start: 0 };
}

type Line = { readonly text: string; readonly number: number };

/** The lines with more than delimiters and blanks; those beyond the limit are only counted. */
function filledLines(text: string, delimiter: string, start: number): { lines: readonly Line[]; more: number; emptyRows: number } {
  const something = new RegExp(`[^\\s${delimiter}]`);
  const lines: Line[] = [];
  let more = 0;
  let emptyRows = 0;
  let number = lineAt(text, start);
  let from = start;
  for (let at = start; at <= text.length; at++) {
    const end = text[at] ?? "\n";
    if (end !== "\n" && end !== "\r") continue;
    const line = text.slice(from, at);
    if (something.test(line)) {
      if (lines.length > MOST_ROWS) more++;
      else lines.push({ text: line, number });
    }
    // Blank lines are ignored; a line of delimiters is a row that was cleared.
    else if (line.includes(delimiter)) emptyRows++;
    if (end === "\r" && text[at + 1] === "\n") at++;
    from = at + 1;
    number++;
  }
  return { lines, more, emptyRows };
}

function assertWithinLimits(line: string, number: number, delimiter: string): void {
  if (line.length > LONGEST_LINE)
    throw unusable(`Line ${number} has ${count(line.length)} characters, and ${count(LONGEST_LINE)} at most are read. Shorten it.`);
  let columns = 1;
  for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, at + 1)) columns++;
  if (columns > MOST_COLUMNS) throw unusable(`Line ${number} has ${count(columns)} columns, and ${MOST_COLUMNS} at most are read. Delete the others.`);
}

const infos = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function parseLines(lines: readonly Line[], delimiter: string): readonly CsvRecord[] {
  const numberOf = (line: number) => lines[line - 1]?.number ?? 0;
  try {
    // `info` gives the line where a record ends; without quoted line breaks that is the record's own line.
    const parsed: unknown = parse(lines.map(({ text }) => text).join("\n"), {
      info: true,
      trim: true,
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      max_record_size: 2 * LONGEST_LINE,
    });
    return infos.parse(parsed).map(({ record, info }, index, all) => {
      const written = lines.slice(all[index - 1]?.info.lines ?? 0, info.lines);
      return { cells: record, line: numberOf(info.lines), text: written.map(({ text }) => text).join("\n") };
    });
  } catch (error) {
    // Every line is within the limits, so a longer record is a quoted value over several lines.
    if (error instanceof CsvError)
      throw unusable(
        `It cannot be read as CSV${"lines" in error ? `, from line ${numberOf(Number(error.lines))} on` : ""}: a quotation mark is missing or too many.`,
      );
    throw error;
  }
}
