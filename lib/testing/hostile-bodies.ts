import { DRAWN_FOR } from "@/lib/platform/operations/input";

/** What a direct POST can carry in place of a form, for the action that creates an entity. None of it may do anything. */

export const GOOD_FORM = { code: "NIKAU", legalName: "Nikau Geothermal Limited", shortName: "Nikau Geothermal" };

/** A body, and what comes of it: an error's code, or null where it never reaches the action. */
type Hostile = readonly [code: string | null, body: string | readonly (readonly [name: string, value: string | Blob])[]];

const STATE = '{"status":"idle"}';
const good = Object.entries(GOOD_FORM).map(([name, value]) => [`_1_${name}`, value] as const);
const deep = 20_000;

/** Each form is drawn for `person`, who posts it: what is refused is what it carries beside. */
export const hostileBodies = (otherActionId: string, person: string): Readonly<Record<string, Hostile>> => {
  const withForm = (...fields: readonly (readonly [string, string | Blob])[]) => [[`_1_${DRAWN_FOR}`, person], ...fields, ["0", `[${STATE},"$K1"]`]] as const;
  return {
    "no fields": ["INVALID_INPUT", withForm()],
    "a field that the form does not have": ["INVALID_INPUT", withForm(...good, ["_1_role", "operator"])],
    "every column of the table": [
      "INVALID_INPUT",
      withForm(...good, ["_1_id", "0190a0c0-0000-7000-8000-00000000000a"], ["_1_status", "suspended"], ["_1_version", "9"]),
    ],
    "a field twice": ["INVALID_INPUT", withForm(["_1_code", "AAA"], ...good)],
    "a file in place of text": ["INVALID_INPUT", withForm(["_1_code", new Blob(["AAA"])], ...good.slice(1))],
    "names that every object has": ["INVALID_INPUT", withForm(...good, ["_1___proto__", "x"], ["_1_constructor", "x"], ["_1_toString", "x"])],
    "only the name of the prototype": ["INVALID_INPUT", withForm(["_1___proto__", '{"code":"NIKAU"}'])],
    "a longer text than anybody types": ["INVALID_INPUT", withForm(...good.slice(0, 1), ["_1_legalName", "x".repeat(60_000)])],
    "more than a form may weigh": [null, withForm(...good, ["_1_legalName", "x".repeat(66_000)])],
    "much more than a form may weigh": [null, withForm(...good, ["_1_legalName", "x".repeat(2_400_000)])],
    "more text than a form may weigh": [null, "x".repeat(2_400_000)],
    "an operator in place of text": ["INVALID_INPUT", `[${STATE},{"code":{"not":""},"legalName":{"contains":""},"shortName":{"in":[]}}]`],
    "an object in place of the form": ["INVALID_INPUT", `[${STATE},${JSON.stringify(GOOD_FORM)}]`],
    "a list in place of the form": ["INVALID_INPUT", `[${STATE},[1,2]]`],
    "text in place of the form": ["INVALID_INPUT", `[${STATE},"code=NIKAU"]`],
    "no form": ["INVALID_INPUT", `[${STATE}]`],
    "nothing at all": ["INVALID_INPUT", "[]"],
    "undefined in place of the form": ["INVALID_INPUT", `[${STATE},"$undefined"]`],
    "not a number in place of the form": ["INVALID_INPUT", `[${STATE},"$NaN"]`],
    "a date that is none": ["INVALID_INPUT", `[${STATE},"$Dnever"]`],
    "itself in place of the form": ["INVALID_INPUT", `[${STATE},"$@0"]`],
    "another action in place of the form": [
      "INVALID_INPUT",
      [
        ["1", `{"id":"${otherActionId}","bound":null}`],
        ["0", `[${STATE},"$h1"]`],
      ],
    ],
    "a stream in place of the form": ["INVALID_INPUT", [["0", `[${STATE},"$R1"]`]]],
    "an empty body": [null, ""],
    "half a body": [null, `[${STATE},{`],
    text: [null, "code=NIKAU"],
    "a number": [null, "5"],
    null: [null, "null"],
    "the prototype of a row": [null, `[${STATE},"$1:__proto__:then"]`],
    "a function that is not there": [null, `[${STATE},"$F1"]`],
    "a map of itself": [null, `[${STATE},"$Q0"]`],
    "a number without end": [null, `[${STATE},"$n${"9".repeat(100_000)}"]`],
    "more arguments than there can be": [null, JSON.stringify(Array.from({ length: 1_100 }, () => 1))],
    "lists without end": [null, "[".repeat(deep) + "]".repeat(deep)],
    "objects without end": [null, `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`],
    "a promise that would run its own text": [
      null,
      [
        [
          "0",
          '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B0\\"}","_response":{"_prefix":"process.exit(1)//","_formData":{"get":"$1:constructor:constructor"}}}',
        ],
        ["1", '"$@0"'],
      ],
    ],
  };
};

export function bodyOf(parts: Hostile[1]): FormData | string {
  if (typeof parts === "string") return parts;
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}
