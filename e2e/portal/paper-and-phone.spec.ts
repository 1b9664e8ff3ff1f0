import { idOfUser } from "@/prisma/seed/world";
import { signInAs } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const PHONE = { viewport: { width: 390, height: 844 } };

/** Whatever a person works with on a screen. */
const controlsOf = (page: Page) => page.locator("nav a, button, input, select, textarea, search, header .chip svg").filter({ visible: true });

test("a printed list is its title, its filters in words, the time with its zone, and its rows, without a control", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users?role=trader&status=frozen&q=liam");
  await expect(page.getByRole("button", { name: "Apply" })).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  for (const [label, value] of [
    ["Search", "liam"],
    ["Role", "Trader"],
    ["Status", "Frozen"],
  ])
    await expect(page.getByRole("listitem").filter({ hasText: new RegExp(`^${label} ${value}$`) })).toBeVisible();
  await expect(page.getByText(/^As of \d{1,2} \w+ \d{4}, \d\d:\d\d NZ[SD]T\./)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Liam O'Connor" })).toBeVisible();
  await expect(page.getByText("1 in all")).toBeVisible();
  await expect(controlsOf(page)).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Clear", exact: true })).toBeHidden();
  await expect(page.locator(".chip svg").first()).toBeHidden();
  expect(await page.locator("body").evaluate((body) => getComputedStyle(body).colorScheme)).toBe("light");
  expect(await page.locator(".list > thead").evaluate((head) => getComputedStyle(head).position)).toBe("static");

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(page.getByText(/Printed \d{1,2} \w+ \d{4}, \d\d:\d\d NZ[SD]T\.$/)).toBeVisible();
  await page.goto("/admin/users");
  await expect(page.getByText("Not filtered.")).toBeVisible();
});

test("the audit log and a person's page print without a control, and no row is cut off at the side", async ({ page }) => {
  await page.setViewportSize({ width: 690, height: 980 });
  for (const path of ["/admin/audit", `/admin/users/${idOfUser("trader@kauri.example")}`]) {
    await signInAs(page, "operator", path);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText(/^As of /)).toBeVisible();
    await expect(controlsOf(page)).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    for (const list of await page.locator("section:has(> .list)").all())
      expect(await list.evaluate((region) => region.scrollWidth - region.clientWidth)).toBeLessThanOrEqual(1);
    await page.emulateMedia({ media: "screen" });
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`on a phone the filters fold behind a button that counts them, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ newBrowser }) => {
    const page = await newBrowser({ ...PHONE, javaScriptEnabled });
    await signInAs(page, "operator", "/admin/users?role=trader");
    const status = page.getByRole("combobox", { name: "Status", exact: true });
    const filters = page.getByRole("button", { name: "Filters (1)" });
    await expect(page.getByRole("searchbox")).toBeVisible();
    await expect(status).toBeHidden();
    expect((await page.getByRole("search").boundingBox())?.height).toBeLessThan(64);

    await filters.click();
    await status.selectOption({ label: "Frozen" });
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/role=trader&status=frozen|status=frozen&role=trader/);
    await expect(page.getByRole("button", { name: "Filters (2)" })).toBeVisible();
  });
}

test("a phone shows the Global badge with its word for screen readers on every page, and wide windows need no filters button", async ({ newBrowser }) => {
  const page = await newBrowser(PHONE);
  for (const path of ["/", "/admin/users", "/admin/audit", "/access"]) {
    await signInAs(page, "operator", path);
    const badge = page.getByRole("banner").locator(".badge").filter({ hasText: "Global" });
    await expect(badge).toBeInViewport();
    await expect(badge).toHaveText("Global");
  }
  await page.goto("/admin/users");
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole("combobox", { name: "Status", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Filters/ })).toBeHidden();
});
