import type { HttpBrowser } from "./browser";

const LANES = 10;
const AT_LEAST = 100;
export const ENOUGH = 20;
/** The user agent of every request that was begun after the change. */
export const AFTERWARDS = "begun after the change";

/** Asks for a page at least a hundred times in parallel while `change` is made; what was answered to requests begun before it was made, and after. */
export async function hammer(browser: HttpBrowser, address: string, change: () => Promise<unknown>) {
  const answers: { after: boolean; answer: string }[] = [];
  const count = { after: 0 };
  let changing: Promise<unknown> | undefined;
  let changed = false;
  const lane = async () => {
    while (answers.length < AT_LEAST || count.after < ENOUGH) {
      const after = changed;
      const response = await browser.fetch(address, { headers: { "user-agent": after ? AFTERWARDS : "begun before" } });
      await response.arrayBuffer();
      answers.push({ after, answer: response.headers.get("location") ?? String(response.status) });
      if (after) count.after++;
      if (answers.length === ENOUGH)
        changing = change().finally(() => {
          changed = true;
        });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await changing;
  const of = (after: boolean) => [...new Set(answers.filter((one) => one.after === after).map(({ answer }) => answer))];
  return { before: of(false), after: of(true) };
}
