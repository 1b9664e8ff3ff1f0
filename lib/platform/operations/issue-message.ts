import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object with named fields",
};

/** Describes a schema issue in a sentence when the schema has no message of its own. */
export const issueMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is missing." : `This must be ${KINDS[issue.expected] ?? "of another kind"}.`;
    case "unrecognized_keys":
      return `Leave this out, since it is not asked for: ${issue.keys.join(", ")}.`;
    case "invalid_value":
      return `This must be one of: ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `This must be at least ${issue.minimum}${issue.origin === "string" ? " characters long" : ""}.`;
    case "too_big":
      return `This must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : ""}.`;
    default:
      return "This cannot be used.";
  }
};
