import { expect, test } from "vitest";
import { z } from "zod";
import { fieldOf } from "./field-of";
import { email, reason, text } from "./input";

const input = z.strictObject({
  subject: text({ min: 5, max: 120, label: "The subject" }),
  title: text({ max: 60, label: "The title" }),
  notes: text({ min: 0, max: 2_000, label: "The notes", lines: "several" }),
  nickname: text({ max: 40, label: "The nickname" }).optional(),
  email,
  reason,
  copies: z.int().min(1).max(9),
});
const field = (name: keyof z.input<typeof input>) => fieldOf({ input }, name);

test("a text field has the limits that the server checks, and is required where it may not be empty", () => {
  expect(field("subject")).toEqual({ name: "subject", required: true, minLength: 5, maxLength: 120 });
  expect(field("title")).toEqual({ name: "title", required: true, maxLength: 60 });
  expect(field("notes")).toEqual({ name: "notes", maxLength: 2_000 });
  expect(field("nickname")).toEqual({ name: "nickname", maxLength: 40 });
});

test("an address and a reason keep their limits through further checks", () => {
  expect(field("email")).toEqual({ name: "email", required: true, maxLength: 254 });
  expect(field("reason")).toEqual({ name: "reason", required: true, minLength: 10, maxLength: 500 });
});

test("a number has its range", () => {
  expect(field("copies")).toMatchObject({ min: 1, max: 9 });
});

test.each([4, 5, 120, 121])("what the field lets through at %i characters, the server takes, and nothing else", (length) => {
  const { minLength = 0, maxLength = 0 } = field("subject");
  expect(input.shape.subject.safeParse("x".repeat(length)).success).toBe(length >= minLength && length <= maxLength);
});
