import { expect, test } from "vitest";
import { toldByMail } from "./settings";

test("a page promises a letter only where a mail server takes it", () => {
  expect(toldByMail("Whoever asked is", { url: "smtp://mail.example", from: "portal@aex.example" })).toBe("Whoever asked is told by e-mail.");
  expect(toldByMail("Whoever asked is", null)).toBe("No mail server is set up, so nobody is told by e-mail.");
});
