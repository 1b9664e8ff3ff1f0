import { z } from "zod";
import { emailAddress, optionalPersonName } from "@/lib/domain/people/model";
import { isRoleKey, type RoleKey, roleLabel } from "@/lib/platform/authz/roles";
import { type CsvRecord, readRecords, unusable } from "./csv-records";

/** Parses a list of people to invite; pure. Nothing is calculated, and a formula is not a name. */

export type CsvRow = { readonly line: number; readonly email: string; readonly name: string; readonly role: RoleKey; readonly entity: string };
/** A row as a person reads it, by its line in the file; the entity is empty where everybody is invited to one. */
export type ListedRow = { readonly line: number; readonly email: string; readonly name: string; readonly role: string; readonly entity: string };
/** A row with what is wrong with it. */
export type RowProblem = ListedRow & { readonly message: string };

type Parsed = {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly RowProblem[];
  /** What was skipped without an error: cleared rows and columns of a spreadsheet. */
  readonly notes: readonly string[];
  /** The same list with these rows alone, as they were written. */
  readonly only: (lines: ReadonlySet<number>) => string;
};

type Reading = {
  /** A column names each person's entity. */
  readonly withEntity: boolean;
  /** The roles that the reader may give by an invitation; only these are suggested. */
  readonly roles: readonly RoleKey[];
};

const rowOf = (roles: readonly RoleKey[]) => z.object({ email: emailAddress, name: optionalPersonName, role: roleWord(roles), entity: entityCode });

const entityCode = z.string().transform((code) => code.trim().toUpperCase());

const roleWord = (roles: readonly RoleKey[]) =>
  z.string().transform((word, context): RoleKey => {
    const key = word
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, "-");
    if (isRoleKey(key)) return key;
    context.addIssue({ code: "custom", message: `“${word.slice(0, 40)}” is no role. You can give: ${roles.map(roleLabel).join(", ")}.` });
    return z.NEVER;
  });

/** Parses the list. Throws INVALID_INPUT when the text is not a list of people. */
export function readCsv(csv: string, { withEntity, roles }: Reading): Parsed {
  const { header, records, emptyRows } = readRecords(csv);
  if (!header) throw unusable(`The list is empty. Its first line names the columns: ${columnNames(withEntity).join(",")}`);
  const columns = columnsOf(header, withEntity);
  if (records.length === 0) throw unusable("There is nobody in this list, only its first line. Add a line for each person.");
  const row = rowOf(roles);
  const rows: CsvRow[] = [];
  const problems: RowProblem[] = [];
  const lineOf = new Map<string, number>();
  for (const record of records) {
    const { cells, line } = record;
    const cell = (name: string) => cells[columns.indexOf.get(name) ?? -1] ?? "";
    const email = cell("email");
    const written = { email, name: cell("name"), role: cell("role"), entity: cell("entity") };
    const problem = (message: string) => problems.push({ line, ...written, message });
    const misplaced = cellProblem(record, columns);
    if (misplaced) {
      problem(misplaced);
      continue;
    }
    const parsed = row.safeParse(written);
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
  const only = (lines: ReadonlySet<number>) => [header, ...records.filter(({ line }) => lines.has(line))].map(({ text }) => text).join("\n");
  return { rows, problems, notes: notesOf(emptyRows, columns), only };
}

const columnNames = (withEntity: boolean): readonly string[] => ["email", "name", "role", ...(withEntity ? ["entity"] : [])];

/** What else spreadsheets call a column, in lower case without blanks, hyphens and underscores. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    email: ["email", "emailaddress", "mail", "mailaddress"],
    name: ["name", "fullname", "displayname"],
    role: ["role", "userrole"],
    entity: ["entity", "entitycode", "organisation", "organization", "company"],
  }).flatMap(([column, words]) => words.map((word) => [word, column] as const)),
);

const columnCalled = (heading: string): string => SYNONYMS.get(heading.toLowerCase().replace(/[\s_\p{Pd}]+/gu, "")) ?? heading.toLowerCase();

type Columns = { readonly indexOf: ReadonlyMap<string, number>; readonly width: number; readonly unnamed: readonly number[] };

/** The position of each column: each exactly once, and no others; columns without a name were cleared. */
function columnsOf(header: CsvRecord, withEntity: boolean): Columns {
  const wanted = columnNames(withEntity);
  const names = header.cells.map(columnCalled);
  const found = names.filter((name) => name !== "");
  if (found.toSorted().join() !== wanted.toSorted().join()) {
    const mine = withEntity ? "" : " Everybody is invited to your own entity, so that no column names one.";
    throw unusable(
      `The first line must name exactly the columns ${wanted.join(",")}, and it says ${header.cells
        .filter((name) => name !== "")
        .join(",")
        .slice(0, 200)}.${found.includes("entity") ? mine : ""}`,
    );
  }
  return {
    indexOf: new Map(wanted.map((name) => [name, names.indexOf(name)])),
    width: 1 + Math.max(...wanted.map((name) => names.indexOf(name))),
    unnamed: names.flatMap((name, index) => (name === "" ? [index] : [])),
  };
}

/** The structural problem of a row; null when each value belongs to a column. */
function cellProblem({ cells }: CsvRecord, { indexOf, width, unnamed }: Columns): string | null {
  const beside = cells.findIndex((cell, index) => cell !== "" && (index >= width || unnamed.includes(index)));
  if (cells.length >= width && beside < 0) return null;
  if (unnamed.includes(beside)) return `It has a value in column ${beside + 1}, which the first line does not name.`;
  const values = beside < 0 ? cells.length : cells.findLastIndex((cell) => cell !== "") + 1;
  return `It has ${values} ${values === 1 ? "value" : "values"} for ${indexOf.size} columns. A value with a comma stands between quotation marks.`;
}

function notesOf(emptyRows: number, { unnamed }: Columns): readonly string[] {
  const of = (count: number, what: string) => (count > 0 ? [`${count.toLocaleString("en-NZ")} empty ${what}${count === 1 ? "" : "s"} left out.`] : []);
  return [...of(emptyRows, "row"), ...of(unnamed.length, "column")];
}
