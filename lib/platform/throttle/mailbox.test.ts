import { expect, test } from "vitest";
import { mailboxOf } from "./mailbox";

test.each([
  ["mere@kauri.example", "mere@kauri.example"],
  ["Mere@Kauri.Example", "mere@kauri.example"],
  ["mere+1@kauri.example", "mere@kauri.example"],
  ["mere+a+b@kauri.example", "mere@kauri.example"],
  ["mere.parata@kauri.example", "mere.parata@kauri.example"],
  ["M.e.r.e+x@GoogleMail.com", "mere@gmail.com"],
  ["mere@gmail.com.example", "mere@gmail.com.example"],
  ["m.ere@gmail.com.example", "m.ere@gmail.com.example"],
  ["+1@kauri.example", "+1@kauri.example"],
])("letters to %s count towards those to %s", (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});
