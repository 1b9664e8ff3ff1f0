import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { fieldsOf, withFilesAsText } from "@/lib/platform/operations/input";
import { readCsv } from "./csv";
import { LONGEST_CSV, MOST_ROWS } from "./csv-records";

const HEAD = "email,name,role";
const read = (csv: string, withEntity = false) => readCsv(csv, { withEntity, roles: ["viewer", "trader"] });
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
    ["with quotation marks and CRLF", `"email","name","role"\r\n"tane@kauri.example","Tāne Walker","viewer"\r\n`],
    ["with tabs and its last column in the middle", "email\trole\tname\r\ntane@kauri.example\tviewer\tTāne Walker\r\n"],
    ["with quotation marks and blanks", `${HEAD}\n "tane@kauri.example" , "Tāne Walker" , Viewer \n`],
    ["with empty lines", `${HEAD}\n\ntane@kauri.example,Tāne Walker,VIEWER\n\n`],
    ["with semicolons, as a spreadsheet of a country with decimal commas writes it", "email;name;role\r\ntane@kauri.example;Tāne Walker;viewer\r\n"],
    ["with tabs, as it is pasted from a spreadsheet", "email\tname\trole\ntane@kauri.example\tTāne Walker\tviewer"],
    ["with the line in which a spreadsheet names its separator", "sep=;\r\nemail;name;role\r\ntane@kauri.example;Tāne Walker;viewer"],
    ["with the headings of an address book", "E-mail Address,Display name,User role\ntane@kauri.example,Tāne Walker,viewer"],
    ["with headings in capitals and underscores", "ROLE;FULL_NAME;E–MAIL\nviewer;Tāne Walker;tane@kauri.example"],
    ["with line breaks of an old Macintosh", `${HEAD}\rtane@kauri.example,Tāne Walker,viewer\r`],
  ])("%s", (_name, csv) => {
    expect(read(csv)).toMatchObject({ rows: [{ email: "tane@kauri.example", name: "Tāne Walker", role: "viewer" }], problems: [] });
  });

  test.each(["entity", "Entity code", "Organisation", "ORGANIZATION", "Company"])("%s is the heading of the entity", (heading) => {
    expect(read(`Mail,Name,Role,${heading}\na@x.example,,viewer,kauri`, true)).toMatchObject({ rows: [{ entity: "KAURI" }], problems: [] });
  });

  test("rows taken out of a list are a list again, as they were written", () => {
    const kept = [`Role;E-mail;Name`, `boss; "a@x.example";"Ana; the first"`, `viewer;nonsense;`];
    const { only, problems } = read([kept[0], "viewer;ok@x.example;Fine", kept[1], "", ";;", kept[2]].join("\r\n"));
    const left = only(new Set(problems.map(({ line }) => line)));
    expect(left).toBe(kept.join("\n"));
    expect(read(left).problems.map(({ email, name }) => [email, name])).toEqual([
      ["a@x.example", "Ana; the first"],
      ["nonsense", ""],
    ]);
  });

  test("a row over several lines is taken out whole", () => {
    const broken = `a@x.example,"Ana\nof Kauri",boss`;
    const { only, problems } = list("ok@x.example,,viewer", broken, "b@x.example,,viewer");
    expect(only(new Set(problems.map(({ line }) => line)))).toBe(`${HEAD}\n${broken}`);
  });

  test("a CRLF header does not hide rows that end in LF, nor the other way round", () => {
    const csv = `${HEAD}\r\na@x.example,,viewer\nb@x.example,,viewer\r\nc@x.example,,viewer\rd@x.example,,viewer\n`;
    expect(read(csv).rows.map(({ line, email }) => [line, email])).toEqual([
      [2, "a@x.example"],
      [3, "b@x.example"],
      [4, "c@x.example"],
      [5, "d@x.example"],
    ]);
  });

  test("an empty name at the end of a tab-separated line is not a missing value", () => {
    expect(read("email\trole\tname\r\na@x.example\tviewer\t\r\n")).toMatchObject({ rows: [{ name: "" }], problems: [] });
  });

  test("cleared rows and columns are skipped with a note, and line numbers stay", () => {
    const csv = `,,,,\n${HEAD},,\n,,,,\na@x.example,Ana,viewer,,\n"","","",,\n , , ,,\nb@x.example,,trader\n,,,,\n`;
    expect(read(csv)).toMatchObject({ rows: [{ line: 4 }, { line: 7 }], problems: [], notes: ["5 empty rows left out.", "2 empty columns left out."] });
    expect(read("email,,name,role\na@x.example,,Ana,viewer")).toMatchObject({ rows: [{ name: "Ana" }], notes: ["1 empty column left out."] });
    expect(list("a@x.example,,viewer").notes).toEqual([]);
  });

  test("a value in an unnamed column is an error, and is not skipped", () => {
    const [unnamed, beyond] = read(`email,,name,role\na@x.example,secret,Ana,viewer\nb@x.example,,Ben,viewer,extra`).problems;
    expect(unnamed).toMatchObject({ line: 2, message: "It has a value in column 2, which the first line does not name." });
    expect(beyond).toMatchObject({ line: 3, message: expect.stringContaining("5 values for 3 columns") });
  });

  test("the suggested roles are those that the reader may give, and no others", () => {
    expect(list("a@x.example,,boss").problems[0]?.message).toBe("“boss” is no role. You can give: Viewer, Trader.");
  });

  test("roles are recognised by key and by label, and names are optional", () => {
    expect(list("a@kauri.example,,credit-manager", "b@kauri.example,,Credit manager", "c@kauri.example,,entity_admin").rows.map(({ role }) => role)).toEqual([
      "credit-manager",
      "credit-manager",
      "entity-admin",
    ]);
  });

  test.each(["=1+1", "+64 21", "-2", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "www.evil.example", "Аroha", "\u3164"])(
    "%j is rejected as a name",
    (name) => {
      const { rows, problems } = list(`tane@kauri.example,"${name.replaceAll('"', '""')}",viewer`, "mere@kauri.example,Mere O'Connor,viewer");
      expect(rows).toMatchObject([{ name: "Mere O'Connor" }]);
      expect(problems).toMatchObject([{ line: 2, message: expect.stringMatching(/name/i) }]);
    },
  );

  test("each unusable row is reported with its line and the reason, and the others are kept", () => {
    const { rows, problems } = list(
      "tane@kauri.example,Tāne,viewer",
      "nonsense,Nobody,viewer",
      "mere@kauri.example,Mere,boss",
      "ari@kauri.example,Ari",
      "TANE@kauri.example,Tāne again,trader",
      "tаne@kauri.example,Cyrillic,viewer",
      '"",Nobody,viewer',
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

describe("a text that is not a list of people is rejected as a whole", () => {
  test.each([
    ["nothing", "", "empty"],
    ["only its first line", `${HEAD}\n`, "nobody"],
    ["other columns", "address,role\na@x.example,viewer", "exactly the columns email,name,role"],
    ["a text that is too long", `${HEAD}\n${",".repeat(LONGEST_CSV)}`, "too long"],
    ["a column too many", `${HEAD},salary\na@x.example,,viewer,1`, "exactly the columns"],
    ["a column twice under two names", "email,name,role,E-mail address\na@x.example,,viewer,b@x.example", "it says email,name,role,E-mail address"],
    ["a column twice", "email,name,role,role\na@x.example,,viewer,trader", "exactly the columns"],
    ["an entity, from somebody of one entity", `${HEAD},entity\na@x.example,,viewer,KAURI`, "no column names one"],
    ["another separator", "email|name|role\na@x.example||viewer", "exactly the columns"],
    ["a quotation mark that never ends", `${HEAD}\n"a@x.example,,viewer\n`, "quotation mark"],
    ["another encoding", `${HEAD}\na@x.example,Ren\uFFFD,viewer`, "line 2 has bytes"],
    ["a text of 16 bits a letter", `\uFFFD\uFFFDe\u0000m\u0000`, "UTF-16"],
    ["a vertical tab", `${HEAD}\na@x.example,A\vB,viewer`, "line break within a cell (a vertical tab, U+000B)"],
    ["another control character", `${HEAD}\na@x.example,A\u0007,viewer`, "Line 2 has a control character (U+0007)"],
    ["a cell that is too long", `${HEAD}\na@x.example,${"x".repeat(5_000)},viewer`, "Line 2 has 5,019 characters"],
    ["a quoted cell that is too long", `${HEAD}\na@x.example,"${"x".repeat(5_000)}",viewer`, "Line 2 has 5,021 characters"],
    ["a line of many columns", `${HEAD}\na@x.example,,viewer${",x".repeat(30)}`, "Line 2 has 33 columns"],
  ])("%s", (_name, csv, words) => {
    expect(complaint(csv)).toContain(words);
  });

  test("an operator's list without an entity column is rejected", () => {
    expect(complaint(`${HEAD}\na@x.example,,viewer`, true)).toContain("email,name,role,entity");
  });

  test("a list of 10,001 people exceeds the limit of 10,000", () => {
    const people = Array.from({ length: MOST_ROWS }, (_, index) => `person${index}@kauri.example,Tāne Walker,viewer`);
    expect(list(...people).rows).toHaveLength(MOST_ROWS);
    expect(complaint([HEAD, ...people, "one.more@kauri.example,,viewer"].join("\n"))).toContain("10,001 people");
  });
});

test.each([
  ["commas", ","],
  ["commas in lines", `${",".repeat(990)}\n`],
  ["carriage returns", "\r"],
  ["few commas a line", ",,\n"],
  ["quotation marks", '"'],
  ["quotation marks in lines", `${'"'.repeat(998)}\n`],
  ["quoted commas", `"${",".repeat(15)}"\n`],
  ["line breaks", "\n"],
  ["line breaks of both kinds", "\r\n\n"],
  ["lines of a letter", "a\n"],
  ["blanks", " "],
  ["tabs", "\t"],
  ["semicolons", ";"],
  ["letters", "x"],
])("the longest text of %s is parsed or rejected in linear time, with and without a header", (_name, piece) => {
  const csv = piece.repeat((LONGEST_CSV - HEAD.length - 1) / piece.length);
  // Of the processor's time, since others may keep the machine busy; the best of three, since the first runs cold. Linear is 30 to 160 ms,
  // and what was not took 3,000: the bound tells the two apart on any machine.
  const spent = (text: string) => {
    const before = process.cpuUsage();
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
    return process.cpuUsage(before).user / 1_000;
  };
  for (const text of [csv, `${HEAD}\n${csv}`]) expect(Math.min(spent(text), spent(text), spent(text))).toBeLessThan(1_500);
});

describe("a file of a spreadsheet", () => {
  const CSV = `${HEAD}\ntane@kauri.example,Tāne Walker,viewer`;
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  const textOf = async (bytes: Buffer) => {
    const form = new FormData();
    form.append("file", new File([new Uint8Array(bytes)], "people.csv"));
    return fieldsOf(await withFilesAsText(form, ["file"]))?.file ?? "";
  };

  test.each([
    ["UTF-8", Buffer.from(CSV)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${CSV}`)],
    ["UTF-16, little-endian, with tabs", utf16(`\uFEFF${CSV.replaceAll(",", "\t")}`)],
    ["UTF-16, big-endian", utf16(`\uFEFF${CSV}`).swap16()],
  ])("%s is read", async (_name, bytes) => {
    expect(read(await textOf(bytes))).toMatchObject({ rows: [{ name: "Tāne Walker" }], problems: [] });
  });

  test.each([
    ["Windows-1252", Buffer.from(`${HEAD}\nrene@kauri.example,René,viewer`, "latin1"), /line 2 has bytes .*Windows-1252.*Save it as “CSV UTF-8”/],
    ["UTF-16 without a byte order mark", utf16(CSV), /UTF-16.*choose “CSV UTF-8/],
    ["a workbook", Buffer.from("PK\u0003\u0004\u0000\u0000"), /no text at all/],
  ])("%s is refused, with how to save it", async (_name, bytes, words) => {
    expect(complaint(await textOf(bytes))).toMatch(words);
  });

  test.each([
    ["people-to-invite.csv", false],
    ["people-to-invite-by-entity.csv", true],
  ])("the template %s has the headings of a list, and nobody in it", async (name, withEntity) => {
    const template = await textOf(await readFile(`public/${name}`));
    expect(complaint(template, withEntity)).toContain("nobody in this list");
    expect(read(`${template}a@x.example,Ana,viewer${withEntity ? ",KAURI" : ""}`, withEntity)).toMatchObject({ rows: [{ name: "Ana" }], problems: [] });
  });
});
