import { expect, test } from "vitest";
import { notifiedByMail } from "./settings";

test("a page promises a letter only where a mail server takes it", () => {
  expect(notifiedByMail("The requester is", { url: "smtp://mail.example", from: "portal@aex.example" })).toBe("The requester is notified by e-mail.");
  expect(notifiedByMail("The requester is", null)).toBe("No mail server is set up, so nobody is notified by e-mail.");
});
