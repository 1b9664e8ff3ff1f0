import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { MOST_ROWS, readCsv } from "./csv";

const HEAD = "email,name,role";
const read = (csv: string, withEntity = false) => readCsv(csv, { withEntity });
const list = (...lines: string[]) => read([HEAD, ...lines].join("\n"));

function complaint(csv: string, withEntity = false): string {
  try {
    read(csv, withEntity);
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID_INPUT") return error.fieldErrors.csv ?? "";
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("a list of people", () => {
  test.each([
    ["as a spreadsheet writes it, with a byte order mark", `\uFEFF${HEAD}\r\ntane@kauri.example,Tāne Walker,viewer\r\n`],
    ["with its columns in another order and case", "Role,EMAIL,Name\nviewer,tane@kauri.example,Tāne Walker"],
    ["with quotation marks and blanks", `${HEAD}\n "tane@kauri.example" , "Tāne Walker" , Viewer \n`],
    ["with empty lines", `${HEAD}\n\ntane@kauri.example,Tāne Walker,VIEWER\n\n`],
  ])("%s", (_name, csv) => {
    expect(read(csv)).toMatchObject({ rows: [{ email: "tane@kauri.example", name: "Tāne Walker", role: "viewer" }], problems: [] });
  });

  test("knows roles by their key and by their label, and people without a name", () => {
    expect(list("a@kauri.example,,credit-manager", "b@kauri.example,,Credit manager", "c@kauri.example,,entity_admin").rows.map(({ role }) => role)).toEqual([
      "credit-manager",
      "credit-manager",
      "entity-admin",
    ]);
  });

  test.each(["=1+1", "+64 21", "-2", "@SUM(A1)", '=HYPERLINK("http://evil.example")'])("takes %j as a name like any other", (name) => {
    expect(list(`tane@kauri.example,"${name.replaceAll('"', '""')}",viewer`)).toMatchObject({ rows: [{ name }], problems: [] });
  });

  test("tells of each row that cannot be used in which line it is and why, and keeps the others", () => {
    const { rows, problems } = list(
      "tane@kauri.example,Tāne,viewer",
      "nonsense,Nobody,viewer",
      "mere@kauri.example,Mere,boss",
      "ari@kauri.example,Ari",
      "TANE@kauri.example,Tāne again,trader",
      "tаne@kauri.example,Cyrillic,viewer",
      ",,",
      "ok@kauri.example,Fine,trader",
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 9]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8]);
    const [malformed, role, columns, twice, homoglyph, empty] = problems.map(({ message }) => message);
    expect(malformed).toContain("not an e-mail address");
    expect(role).toContain("“boss” is no role");
    expect(columns).toContain("2 values for 3 columns");
    expect(twice).toContain("line 2");
    expect(homoglyph).toContain("“а” (U+0430, Cyrillic)");
    expect(empty).toContain("missing");
  });

  test("for several entities, one address may be in each of them", () => {
    const csv = "email,name,role,entity\na@x.example,,viewer,kauri\na@x.example,,viewer,RATA\nA@x.example,,viewer,Kauri";
    const { rows, problems } = read(csv, true);
    expect(rows.map(({ entity }) => entity)).toEqual(["KAURI", "RATA"]);
    expect(problems).toMatchObject([{ line: 4 }]);
  });
});

describe("what is no such list is refused as a whole", () => {
  test.each([
    ["nothing", "", "empty"],
    ["only its first line", `${HEAD}\n`, "nobody"],
    ["other columns", "address,role\na@x.example,viewer", "exactly the columns email,name,role"],
    ["a column too many", `${HEAD},salary\na@x.example,,viewer,1`, "exactly the columns"],
    ["a column twice", "email,name,role,role\na@x.example,,viewer,trader", "exactly the columns"],
    ["an entity, from somebody of one entity", `${HEAD},entity\na@x.example,,viewer,KAURI`, "no column names one"],
    ["semicolons", "email;name;role\na@x.example;;viewer", "exactly the columns"],
    ["a quotation mark that never ends", `${HEAD}\n"a@x.example,,viewer\n`, "quotation mark"],
    ["another encoding", `${HEAD}\na@x.example,Ren\uFFFD,viewer`, "line 2 has bytes"],
    ["a text of 16 bits a letter", `\uFFFD\uFFFDe\u0000m\u0000`, "not UTF-8"],
  ])("%s", (_name, csv, words) => {
    expect(complaint(csv)).toContain(words);
  });

  test("no entity column, from somebody of all entities", () => {
    expect(complaint(`${HEAD}\na@x.example,,viewer`, true)).toContain("email,name,role,entity");
  });

  test("10,001 people, where 10,000 are taken", () => {
    const people = Array.from({ length: MOST_ROWS }, (_, index) => `person${index}@kauri.example,Person ${index},viewer`);
    expect(list(...people).rows).toHaveLength(MOST_ROWS);
    expect(complaint([HEAD, ...people, "one.more@kauri.example,,viewer"].join("\n"))).toContain("10,001 people");
  });
});
