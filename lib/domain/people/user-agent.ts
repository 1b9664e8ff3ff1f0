import Bowser from "bowser";

const LONGEST = 500;

/** What a person calls the browser that named itself so: "Firefox on Linux". */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return "Unknown browser";
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST));
  return [browser.name ?? "Unknown browser", ...(os.name ? [`on ${os.name}`] : [])].join(" ");
}
