import { apply, detailOf, rowsOf, sectionOf } from "../fixtures/pages";
import { everyoneElse, PEOPLE } from "../fixtures/people";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const rows = (page: Page) => rowsOf(page, "Audit log");

/** Applies a filter, and expects `text` in every row. */
async function narrow(page: Page, label: string, option: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
  await apply(page);
  await expect(page.getByRole("link", { name: "Clear", exact: true })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: text })).toHaveCount(0);
}

test.beforeEach(async ({ page }) => signInAs(page, "operator", "/admin/audit"));

test("the log filters by permission, outcome and kind, in combination", async ({ page }) => {
  await narrow(page, "Permission", "Change roles", "Users.Promote");
  await narrow(page, "Outcome", "Refused", "PERMISSION_MISSING");
  await expect(rows(page).filter({ hasNotText: "Users.Promote" })).toHaveCount(0);
  await expect(page).toHaveURL(/permission=Users\.Promote.*outcome=deny/);
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await narrow(page, "Kind", "Sign-in", "sign");
});

test("the log filters by entity", async ({ page }) => {
  await narrow(page, "Target entity", "Weka Wind", "Weka Wind");
  await expect(rows(page).filter({ hasText: "suspended Weka Wind" })).toHaveCount(1);
});

test("a user is found by part of their name, and the log filters to what they did and what was done to them", async ({ page }) => {
  await page.getByRole("searchbox", { name: "Search people, actions, reasons" }).fill("whitm");
  await apply(page);
  await page.getByRole("navigation", { name: "People found" }).getByRole("link", { name: "Catherine Whitmore" }).click();
  await expect(page.getByRole("link", { name: "Remove the filter By or about: Catherine Whitmore" })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: "Catherine Whitmore" })).toHaveCount(0);
  await page.getByRole("link", { name: "Remove the filter By or about: Catherine Whitmore" }).click();
  await expect(rows(page).filter({ hasNotText: "Catherine Whitmore" })).not.toHaveCount(0);
});

test("a search filters the log by text, for any actor, and says when nothing matches", async ({ page }) => {
  const search = page.getByRole("searchbox", { name: "Search people, actions, reasons" });
  await search.fill("Entity suspended");
  await apply(page);
  await expect(rows(page).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: "suspended" })).toHaveCount(0);
  await search.fill("nobody of this name");
  await apply(page);
  await expect(page.getByText("Nothing on the record matches")).toBeVisible();
});

test("a time range includes both end minutes, in the chosen zone", async ({ page }) => {
  await page.goto("/admin/audit?permission=Credit.Override");
  const time = rows(page).first().locator("time");
  const shown = (await time.textContent()) ?? "";
  const minute = new Date((await time.getAttribute("datetime")) ?? "").toLocaleString("sv-SE", { timeZone: "Pacific/Auckland" }).slice(0, 16).replace(" ", "T");
  await page.getByLabel("From, time in Pacific/Auckland").fill(minute);
  await page.getByLabel("To, time in Pacific/Auckland").fill(minute);
  await apply(page);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator("time")).toHaveText(shown);
});

test("decisions evaluated only to render a page are hidden unless requested", async ({ page }) => {
  const drawn = rows(page).filter({ hasText: "Only shown" });
  await expect(rows(page).first()).toBeVisible();
  await expect(drawn).toHaveCount(0);
  await narrow(page, "Purpose", "Only shown", "Only shown");
});

test("the log pages from the newest entry to older ones and back", async ({ page }) => {
  await page.goto("/admin/audit?kind=sign_in");
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
  await page.goto("/admin/audit?to=2001-01-01T00:00");
  await expect(page.getByText("Nothing on the record matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("an entry shows who, what, why not, from where and in which request, with the row as recorded", async ({ page }) => {
  await page.goto("/admin/audit?permission=Users.Promote&outcome=deny");
  await rows(page).first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("was not allowed to change a role");
  await expect(detailOf(page, "Reason code")).toHaveText("PERMISSION_MISSING");
  await expect(detailOf(page, "Role then")).toHaveText("Entity admin");
  await expect(detailOf(page, "Permission")).toContainText("Users.Promote");
  await expect(detailOf(page, "Global used")).toHaveText("No");
  for (const term of ["Time", "Directory id", "Request", "Source address", "Entry"]) await expect(detailOf(page, term)).toHaveText(/\w/);
  await page.getByText("The row as recorded").click();
  await expect(page.locator("details pre")).toContainText('"outcome": "deny"');
});

test("a refused page is audited at once, with its visitor", async ({ page, newBrowser }) => {
  const person = await newBrowser();
  await walkIn(person, "lupe.talagi@kereru.example", "/admin/audit");
  await expect(person.getByRole("heading", { name: "Not available to you" })).toBeVisible();
  await page.goto("/admin/audit?outcome=deny&permission=Market.Operate");
  const row = rows(page).filter({ hasText: "Lupe Talagi" }).filter({ hasText: "was not shown the audit log" });
  await expect(row.first()).toContainText("PERMISSION_MISSING");
});

test("the overview shows an operator recent changes as sentences and links to the log and each of its days", async ({ page }) => {
  await page.goto("/admin");
  await expect(sectionOf(page, "Recent changes").getByRole("listitem").first()).toBeVisible();
  await sectionOf(page, "Decisions of the last 14 days").getByRole("listitem").getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(page).toHaveURL(/kind=decision&.*T00/);
  await page.goBack();
  await sectionOf(page, "Decisions of the last 14 days").getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
});

test("other users do not see the log on the overview and cannot open its entries", async ({ page, newBrowser }) => {
  const entry = await rows(page).first().getByRole("link").getAttribute("href");
  for (const who of everyoneElse) {
    const other = await newBrowser();
    await signInAs(other, who);
    expect((await other.request.get(entry ?? "")).status(), PEOPLE[who]).toBe(404);
    expect(await (await other.request.get("/admin")).text(), PEOPLE[who]).not.toContain("Decisions of the last");
  }
});
