import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { isRoleKey, type RoleKey, roleKeys, roleLabel } from "@/lib/authz/roles";
import { AppError } from "@/lib/errors";
import { emailAddress } from "./address";
import { personName } from "./schema";

/** Reading a list of people to invite; pure. Nothing in it is ever calculated: what looks like a formula is a name like any other. */

export const MOST_ROWS = 10_000;

export type CsvRow = { readonly line: number; readonly email: string; readonly name: string; readonly role: RoleKey; readonly entity: string };
/** What is wrong with one row, by its line in the file. */
export type RowProblem = { readonly line: number; readonly email: string; readonly message: string };

type Parsed = { readonly rows: readonly CsvRow[]; readonly problems: readonly RowProblem[] };

const roleWord = z.string().transform((word, context): RoleKey => {
  const key = word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  if (isRoleKey(key)) return key;
  context.addIssue({ code: "custom", message: `“${word}” is no role. Roles are ${roleKeys.map(roleLabel).join(", ")}.` });
  return z.NEVER;
});

const row = z.object({ email: emailAddress, name: personName, role: roleWord, entity: z.string().transform((code) => code.trim().toUpperCase()) });

/** Reads the list. `withEntity`: a column says for which entity each person is. Throws INVALID_INPUT where it is not such a list at all. */
export function readCsv(csv: string, { withEntity }: { withEntity: boolean }): Parsed {
  const [header, ...records] = linesOf(csv);
  const columns = columnsOf(header?.record, withEntity);
  if (records.length === 0) throw unusable("There is nobody in this list, only its first line. Add a line for each person.");
  if (records.length > MOST_ROWS)
    throw unusable(
      `This list has ${records.length.toLocaleString("en-NZ")} people, and ${MOST_ROWS.toLocaleString("en-NZ")} at most are sent at once. Split it.`,
    );
  const rows: CsvRow[] = [];
  const problems: RowProblem[] = [];
  const lineOf = new Map<string, number>();
  for (const { record, line } of records) {
    const cell = (name: string) => record[columns.indexOf(name)] ?? "";
    const email = cell("email");
    const problem = (message: string) => problems.push({ line, email, message });
    if (record.length !== columns.length) {
      problem(
        `It has ${record.length} ${record.length === 1 ? "value" : "values"} for ${columns.length} columns. A value with a comma stands between quotation marks.`,
      );
      continue;
    }
    const parsed = row.safeParse({ email, name: cell("name"), role: cell("role"), entity: cell("entity") });
    if (!parsed.success) {
      problem([...new Set(parsed.error.issues.map(({ message }) => message))].join(" "));
      continue;
    }
    const key = `${parsed.data.entity} ${parsed.data.email.toLowerCase()}`;
    const first = lineOf.get(key);
    if (first !== undefined) problem(`The same address is in line ${first} already.`);
    else rows.push({ line, ...parsed.data });
    lineOf.set(key, first ?? line);
  }
  return { rows, problems };
}

type Line = { readonly record: readonly string[]; readonly line: number };

function linesOf(csv: string): readonly Line[] {
  const text = csv.replace(/^\uFEFF/, "");
  const bad = /(?![\t\n\r])[\uFFFD\p{Cc}]/u.exec(text);
  if (bad) {
    const line = text.slice(0, bad.index).split("\n").length;
    throw unusable(`It is not UTF-8 text: line ${line} has bytes that cannot be read. Save it as “CSV UTF-8” and choose it again.`);
  }
  try {
    // `info` tells the line in which a record ends; without quoted line breaks that is the record's own line.
    const parsed: unknown = parse(text, { info: true, trim: true, skip_empty_lines: true, relax_column_count: true, max_record_size: 4_000 });
    return infos.parse(parsed).map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (error instanceof CsvError)
      throw unusable(`It cannot be read as CSV${"lines" in error ? `, from line ${error.lines} on` : ""}: a quotation mark is missing or too many.`);
    throw error;
  }
}

const infos = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

const COLUMNS = ["email", "name", "role"] as const;

/** The columns in the order of the file. Each of them exactly once, and no others. */
function columnsOf(header: readonly string[] | undefined, withEntity: boolean): readonly string[] {
  const wanted = withEntity ? [...COLUMNS, "entity"] : [...COLUMNS];
  if (!header) throw unusable(`The list is empty. Its first line names the columns: ${wanted.join(",")}`);
  const found = header.map((name) => name.toLowerCase());
  if (found.toSorted().join() !== wanted.toSorted().join()) {
    const mine = withEntity ? "" : " Everybody is invited to your own entity, so that no column names one.";
    throw unusable(
      `The first line must name exactly the columns ${wanted.join(",")}, and it says ${found.join(",").slice(0, 200)}.${found.includes("entity") ? mine : ""}`,
    );
  }
  return found;
}

const unusable = (message: string): AppError => new AppError("INVALID_INPUT", `This list cannot be used. ${message}`, { fieldErrors: { csv: message } });
