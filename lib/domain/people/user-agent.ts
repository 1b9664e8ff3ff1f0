import Bowser from "bowser";

const LONGEST = 500;

/** A readable name for a browser's user agent: "Firefox on Linux". */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return "Unknown browser";
  const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST));
  return [browser.name ?? "Unknown browser", ...(os.name ? [`on ${os.name}`] : [])].join(" ");
}
