import { describe, expect, test } from "vitest";
import { compose, isLetter } from "./templates";

const LINK = "https://portal.example/accept-invitation#abc_DEF-123";
const invitation = (more: Partial<{ sender: string; entity: string }> = {}) =>
  compose({
    template: "invitation",
    params: { entity: "Kauri Energy", role: "Trader", sender: "Aroha Ngata", link: LINK, expires: "28 Nov 2026, 20:52 NZDT", ...more },
  });

describe("a message", () => {
  test("says in its text and in its HTML the same, the link included", () => {
    const { subject, text, html } = invitation();
    expect(subject).toBe("Aroha Ngata invites you to Kauri Energy on Rolebook");
    for (const body of [text, html]) for (const part of [LINK, "Kauri Energy", "Trader", "28 Nov 2026, 20:52 NZDT"]) expect(body).toContain(part);
  });

  test("takes names as text: no markup, no second header line, no further lines in the plain text", () => {
    const { subject, text, html } = invitation({ sender: '<img src=x onerror="alert(1)">\r\nBcc: all@aex.example', entity: "A&B 'Ltd'" });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain("<img");
    expect(html).toContain("A&#38;B &#39;Ltd&#39;");
    expect(text.split("\n").some((line) => line.startsWith("Bcc:"))).toBe(false);
  });

  test("styles each element itself, and in the preview by a sheet under the page's nonce alone", () => {
    const { html, preview } = invitation();
    expect(html.match(/<(body|div|p|a) class="\w+" style="/g)?.length).toBeGreaterThan(6);
    expect(html).toContain("prefers-color-scheme:dark");
    expect(preview("n-1")).not.toContain("style=");
    expect(preview("n-1")).toContain('<style nonce="n-1">.page{');
  });

  test("of another version is known as none of this one's", () => {
    expect([{ template: "toString" }, { template: 7 }, null, "invitation"].map(isLetter)).toEqual([false, false, false, false]);
  });
});
