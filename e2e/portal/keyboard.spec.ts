import { press, tabTo } from "../fixtures/keyboard";
import { newEntity, rowOf, sectionOf, tabsOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("a user signs in by keyboard alone, with the focus always visible", async ({ page }) => {
  await page.goto("/");
  await press(page, page.getByRole("button", { name: "Sign in with the local directory" }));
  await expect(page.getByRole("heading", { name: "Choose who to sign in as" })).toBeVisible();
  await press(page, page.getByRole("button", { name: "viewer@kauri.example" }));
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});

test("the first tab stop on every page skips to its content", async ({ page }) => {
  await signInAs(page, "operator", "/admin/entities");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(page, tabsOf(page, "Admin").first());
});

test("a user opens tabs, filters and sorts a list and opens a row by keyboard alone", async ({ page }) => {
  await signInAs(page, "operator");
  await press(page, tabsOf(page, "Panel").filter({ hasText: "Admin" }));
  await expect(tabsOf(page, "Admin").first()).toBeVisible();
  await press(page, tabsOf(page, "Admin").filter({ hasText: "Entities" }));
  await tabTo(page, page.getByRole("searchbox"));
  await page.keyboard.type("limited");
  await tabTo(page, page.getByRole("combobox", { name: "Status", exact: true }));
  await page.keyboard.type("Susp");
  await press(page, page.getByRole("button", { name: "Apply" }));
  await expect(page).toHaveURL(/q=limited&status=suspended/);
  await expect(rowOf(page, "Entities", "Kauri Energy Limited")).toHaveCount(0);
  await press(page, page.getByRole("link", { name: "Code" }));
  await expect(page.getByRole("columnheader", { name: "Code" })).toHaveAttribute("aria-sort", "ascending");
  await press(page, page.getByRole("link", { name: "Weka Wind Limited" }));
  await expect(page.getByRole("heading", { level: 1, name: "Weka Wind Limited" })).toBeVisible();
});

test("an operator creates an entity, corrects errors and suspends it by keyboard alone", async ({ page }) => {
  const entity = newEntity();
  await signInAs(page, "operator", "/admin/entities");
  await press(page, page.getByRole("link", { name: "New entity" }));
  await tabTo(page, page.getByLabel("Legal name"));
  await page.keyboard.type(entity.legalName);
  await tabTo(page, page.getByLabel("Short name"));
  await page.keyboard.type(entity.shortName);
  await tabTo(page, page.getByLabel("Code"));
  await page.keyboard.type("KAURI");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/Kauri Energy has this code\./);
  await expect(page.getByLabel("Code")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(entity.code);
  await press(page, page.getByRole("button", { name: "Create entity" }));
  await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();

  await press(page, page.getByRole("link", { name: "Suspend" }));
  await tabTo(page, page.getByLabel("Reason"));
  await page.keyboard.type("Suspended by keyboard.");
  await press(page, page.getByRole("button", { name: `Suspend ${entity.shortName}` }));
  await expect(sectionOf(page, "History")).toContainText("“Suspended by keyboard.”");
});

for (const menu of ["Times in Auckland", "Theme: As this device", /Grace Thompson/]) {
  test(`the menu ${menu} opens by keyboard, Escape closes it, and the focus returns to its button`, async ({ page }) => {
    await signInAs(page, "viewer");
    const button = page.getByRole("banner").getByRole("button", { name: menu });
    await press(page, button);
    const items = page.locator("[popover]:popover-open").locator("a, button");
    await expect(items.first()).toBeVisible();
    await tabTo(page, items.first());
    await page.keyboard.press("Escape");
    await expect(items.first()).toBeHidden();
    await expect(button).toBeFocused();
  });
}
