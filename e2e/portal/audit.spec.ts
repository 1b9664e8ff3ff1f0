import { detailOf, rowsOf, sectionOf } from "../fixtures/pages";
import { everyoneElse, PEOPLE } from "../fixtures/people";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const rows = (page: Page) => rowsOf(page, "Audit log");

/** Searches the log, and expects `text` in every row. */
async function search(page: Page, typed: string, text?: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search the audit log" }).fill(typed);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.waitForURL((url) => (url.searchParams.get("q") ?? "") === typed);
  if (text === undefined) return;
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: text })).toHaveCount(0);
}
const chip = (page: Page, name: string) => page.getByRole("link", { name: `Remove the filter ${name}` });

test.beforeEach(async ({ page }) => signInAs(page, "operator", "/admin/audit"));

test("one line filters the log, each filter stands as a chip, and removing it removes nothing else", async ({ page }) => {
  await search(page, "permission:Users.Promote outcome:refused", "Users.Promote");
  await expect(rows(page).filter({ hasNotText: "PERMISSION_MISSING" })).toHaveCount(0);
  await chip(page, "Outcome: refused").click();
  await expect(page).toHaveURL(/q=permission%3AUsers\.Promote$/);
  await expect(chip(page, "Permission: Users.Promote")).toBeVisible();
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await search(page, "kind:sign-in", "sign");
});

test("without JavaScript the same line, presets and bars work", async ({ browser, page }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const other = await plain.newPage();
  await other.goto("/admin/audit");
  await search(other, "kind:change");
  await other.getByRole("navigation", { name: "Time range" }).getByRole("link", { name: "30 d" }).click();
  await expect(chip(other, "Since: 30d")).toBeVisible();
  await other.getByRole("region", { name: "Entries over time" }).getByRole("listitem").getByRole("link").first().click();
  await expect(chip(other, "Kind: change")).toBeVisible();
  await expect(rows(other).first()).toBeVisible();
  await plain.close();
});

test("the log filters by entity, by its code or its name", async ({ page }) => {
  for (const typed of ["entity:WEKA", 'entity:"Weka Wind"']) {
    await search(page, typed, "Weka Wind");
    await expect(chip(page, "Entity: Weka Wind")).toBeVisible();
    await expect(rows(page).filter({ hasText: "suspended Weka Wind" })).toHaveCount(1);
  }
});

test("a person is found by a part of their name, with all of these to choose from where it is several", async ({ page }) => {
  await search(page, "person:whitm", "Catherine Whitmore");
  await expect(chip(page, "By or about: Catherine Whitmore")).toBeVisible();
  await search(page, "by:an");
  await page.getByRole("navigation", { name: "By: which one" }).getByRole("link").first().click();
  await expect(page.getByRole("navigation", { name: "By: which one" })).toHaveCount(0);
  await expect(chip(page, "By:").first()).toBeVisible();
});

test("text searches the log for any actor, and the log says when nothing matches", async ({ page }) => {
  await search(page, '"Entity suspended"', "suspended");
  await search(page, '"nobody of this name"');
  await expect(page.getByText("Nothing on the record matches")).toBeVisible();
});

test("what is no filter is searched as text and explained, and a value that cannot be is not searched at all", async ({ page }) => {
  await search(page, "who:suspended");
  await expect(page.getByText("who: is not a filter, so “who:suspended” is searched as text.")).toBeVisible();
  await search(page, "outcome:maybe since:banana");
  await expect(page.getByText("outcome: takes one of granted, refused")).toBeVisible();
  await expect(page.getByText("since: takes a time such as")).toBeVisible();
  await expect(page.getByRole("region", { name: "Audit log", exact: true })).toHaveCount(0);
});

test("a custom range includes both end minutes, in the zone that it names", async ({ page }) => {
  await search(page, "permission:Credit.Override");
  const time = rows(page).first().locator("time");
  const shown = (await time.textContent()) ?? "";
  const minute = new Date((await time.getAttribute("datetime")) ?? "").toLocaleString("sv-SE", { timeZone: "Pacific/Auckland" }).slice(0, 16).replace(" ", "T");
  await page.getByRole("button", { name: "Custom" }).click();
  await page.getByLabel("From").fill(minute);
  await page.getByLabel("To", { exact: true }).fill(minute);
  await page.getByRole("button", { name: "Show this range" }).click();
  await expect(chip(page, `Since: ${minute.replace("T", " ")} Pacific/Auckland`)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator("time")).toHaveText(shown);
});

test("page views are folded with their number, and shown when asked for", async ({ page }) => {
  const folded = page.getByRole("link", { name: /^and [\d,]+ page views?$/ }).first();
  await expect(rows(page).filter({ hasText: "opened the audit log" })).toHaveCount(0);
  await folded.click();
  await expect(chip(page, "Shown: views")).toBeVisible();
  await expect(rows(page).filter({ hasText: "opened" })).not.toHaveCount(0);
  await search(page, "show:drawn", "Only shown");
});

test("a bar narrows the log to its time", async ({ page }) => {
  await search(page, "since:30d");
  const bars = page.getByRole("region", { name: "Entries over time" }).getByRole("listitem").getByRole("link");
  const [, granted = "", refused = ""] = /: ([\d,]+) granted, ([\d,]+) refused/.exec((await bars.first().textContent()) ?? "") ?? [];
  await bars.first().click();
  await expect(chip(page, "Until:").first()).toBeVisible();
  const total = Number(granted.replace(",", "")) + Number(refused.replace(",", ""));
  await expect(page.getByText(new RegExp(`^${total.toLocaleString("en-NZ")} entr(y|ies) since`))).toBeVisible();
});

test("an entry opens beside the list and takes the focus; Escape closes it and gives the focus back", async ({ page }) => {
  await search(page, "kind:change action:role_changed");
  const link = rows(page).first().getByRole("link").first();
  await link.click();
  const panel = page.getByRole("complementary", { name: "Entry" });
  await expect(panel).toBeFocused();
  await expect(panel.getByRole("region", { name: "Changed fields" })).toContainText("Role");
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.goBack();
  await page.getByRole("complementary", { name: "Entry" }).getByRole("link", { name: "The rest of this request" }).click();
  await expect(chip(page, "Request:").first()).toBeVisible();
  await expect(rows(page)).not.toHaveCount(0);
});

test("an export says how many entries it holds before it is taken, and is on record with its number", async ({ page }) => {
  await search(page, "kind:change action:role_changed");
  await page.getByRole("link", { name: "Export" }).click();
  const heading = page.getByRole("heading", { level: 2, name: /^\d+ entr(y|ies)$/ });
  const count = Number.parseInt((await heading.textContent()) ?? "", 10);
  for (const [label, lines] of [
    ["JSON Lines", count],
    ["CSV, for spreadsheets", count + 1],
  ] as const) {
    const href = await page.getByRole("link", { name: label }).getAttribute("href");
    const text = await (await page.request.get(href ?? "")).text();
    expect(text.trimEnd().split(/\r?\n/)).toHaveLength(lines);
  }
  await page.goto("/admin/audit?q=action%3Aaudit.exported");
  await rows(page).first().getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Changed fields" })).toContainText("action:role_changed");
});

test("the log pages from the newest entry to older ones and back", async ({ page }) => {
  await page.goto("/admin/audit?q=kind%3Asign-in");
  const pages = page.getByRole("navigation", { name: "Pages of entries" });
  const times = () =>
    rows(page)
      .locator("time")
      .evaluateAll((found) => found.map((time) => time.getAttribute("datetime") ?? ""));
  const first = await times();
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(pages.getByRole("link", { name: "Previous" })).toBeVisible();
  const second = await times();
  expect([...first, ...second]).toEqual([...first, ...second].toSorted().reverse());
  expect(second.filter((time) => first.includes(time))).toEqual([]);
  await pages.getByRole("link", { name: "Previous" }).click();
  await expect(rows(page).filter({ has: page.locator(`time[datetime="${first.at(-1)}"]`) })).not.toHaveCount(0);
});

test("the log says when nothing matches and links back to all entries", async ({ page }) => {
  await page.goto("/admin/audit?q=until%3A2001-01-01");
  await expect(page.getByText("Nothing on the record matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("an entry shows who, what, why not, from where and in which request, with the row as recorded", async ({ page }) => {
  await page.goto("/admin/audit?q=permission%3AUsers.Promote+outcome%3Arefused");
  await rows(page).first().getByRole("link").first().click();
  await page.getByRole("link", { name: "Page of this entry" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("was not allowed to change a role");
  await expect(detailOf(page, "Reason code")).toHaveText("PERMISSION_MISSING");
  await expect(detailOf(page, "Role then")).toHaveText("Entity admin");
  await expect(detailOf(page, "Permission")).toContainText("Users.Promote");
  await expect(detailOf(page, "Global used")).toHaveText("No");
  await expect(detailOf(page, "Explanation")).toContainText("which their role then, Entity admin, did not include");
  for (const term of ["Time", "Request", "Source address"]) await expect(detailOf(page, term)).toHaveText(/\w/);
  await page.getByText("The row as recorded").click();
  for (const term of ["Directory id", "Entry"]) await expect(detailOf(page, term)).toHaveText(/\w/);
  await expect(page.locator("details pre")).toContainText('"outcome": "deny"');
});

test("a refused page is audited at once, with its visitor", async ({ page, newBrowser }) => {
  const person = await newBrowser();
  await walkIn(person, "lupe.talagi@kereru.example", "/admin/audit");
  await expect(person.getByRole("heading", { name: "Audit log is not open to you" })).toBeVisible();
  await page.goto("/admin/audit?q=outcome%3Arefused+permission%3AMarket.Operate");
  const row = rows(page).filter({ hasText: "Lupe Talagi" }).filter({ hasText: "was not shown the audit log" });
  await expect(row.first()).toContainText("PERMISSION_MISSING");
});

test("the overview shows an operator recent changes as sentences and links to the log and each of its days", async ({ page }) => {
  await page.goto("/admin");
  await expect(sectionOf(page, "Recent changes").getByRole("listitem").first()).toBeVisible();
  await sectionOf(page, "Decisions of the last 14 days").getByRole("listitem").getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(page).toHaveURL(/q=kind%3Adecision.*T00/);
  await page.goBack();
  await sectionOf(page, "Decisions of the last 14 days").getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("other users do not see the log on the overview and cannot open its entries", async ({ page, newBrowser }) => {
  const beside = await rows(page).first().getByRole("link").first().getAttribute("href");
  const entry = `/admin/audit/${new URLSearchParams((beside ?? "").split("?")[1]).get("entry")}`;
  for (const who of everyoneElse) {
    const other = await newBrowser();
    await signInAs(other, who);
    expect((await other.request.get(entry ?? "")).status(), PEOPLE[who]).toBe(404);
    expect(await (await other.request.get("/admin")).text(), PEOPLE[who]).not.toContain("Decisions of the last");
  }
});
