import { expect, test } from "vitest";
import { printable } from "./printable";

test.each(["Hēmi Parata", "Park Ji-woo", "Нина", "محمد", "👍 agreed", "first line\nsecond line\tindented", "<b>bold</b> & “quoted” \\u{202e}"])(
  "ordinary text stays as it was written: %j",
  (text) => {
    expect(printable(text)).toBe(text);
  },
);

test.each([
  ["a line feed's companion", "granted\rdenied", "granted\\u{d}denied"],
  ["an escape sequence of a terminal", "\u001b[2Jnothing happened", "\\u{1b}[2Jnothing happened"],
  ["a change of direction", "user\u202etxt.exe", "user\\u{202e}txt.exe"],
  ["an isolate that nobody closes", "\u2067abc", "\\u{2067}abc"],
  ["a character without width", "Hēmi\u200bParata", "Hēmi\\u{200b}Parata"],
  ["a line separator", "one\u2028two", "one\\u{2028}two"],
  ["a null", "\u0000", "\\u{0}"],
  ["an invisible tag beyond the first plane", "a\u{e0041}b", "a\\u{e0041}b"],
  ["half a character", "\ud83d", "\\u{d83d}"],
])("%s is shown as its code", (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});
