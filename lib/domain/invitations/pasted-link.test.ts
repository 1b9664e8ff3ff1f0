import { expect, test } from "vitest";
import { invitationCodeIn } from "./pasted-link";
import { newInvitationToken } from "./token";

const code = newInvitationToken();
const link = `https://portal.example/accept-invitation#${code}`;
const wrapped = `${link.slice(0, 50)}\r\n${link.slice(50)}`;

test.each([
  ["the link", link],
  ["the code alone", code],
  ["the link between angle brackets", `<${link}>`],
  ["the link at the end of a sentence", `Open ${link}.`],
  ["the link in brackets and quotation marks", `(“${link}”),`],
  ["the link with a comma, a semicolon and an exclamation mark", `${link},;!`],
  ["the link of a Markdown message", `[Open](${link})`],
  ["the link wrapped over two lines", wrapped],
  ["the link wrapped, between angle brackets", `<${wrapped}>`],
  ["the link wrapped in quoted mail", `> ${link.slice(0, 60)}\n> ${link.slice(60)}`],
  ["the link wrapped by quoted-printable", `${link.slice(0, 60)}=\n${link.slice(60)}`],
  ["the link whose line breaks an input has made blanks", wrapped.replace("\r\n", " ")],
  ["the link with characters that nobody sees", `\ufeff${link.slice(0, 55)}\u200b${link.slice(55)}\u00a0`],
  ["the link as a link scanner rewrites it", `https://scanner.example/?url=https%3A%2F%2Fportal.example%2Faccept-invitation%23${code}&data=05%7C01`],
  ["the code with a full stop", `${code}.`],
  ["the code, wrapped", `${code.slice(0, 20)} ${code.slice(20)}`],
])("%s contains an invitation", (_name, pasted) => {
  expect(invitationCodeIn(pasted)).toBe(code);
});

test.each([
  ["nothing", ""],
  ["no text", null],
  ["a link without a code", "https://portal.example/accept-invitation"],
  ["a code that was cut off", link.slice(0, -1)],
  ["a code with a letter too many", `${link}x`],
])("%s contains none", (_name, pasted) => {
  expect(invitationCodeIn(pasted)).toBeNull();
});
