import { expect, test } from "vitest";
import { toldByMail } from "./settings";

test("a page promises a letter only where a mail server takes it", () => {
  expect(toldByMail("The requester is", { url: "smtp://mail.example", from: "portal@aex.example" })).toBe("The requester is told by e-mail.");
  expect(toldByMail("The requester is", null)).toBe("No mail server is set up, so nobody is told by e-mail.");
});
