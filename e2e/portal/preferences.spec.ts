import { apply, createEntity, newEntity, rowOf, tabsOf } from "../fixtures/pages";
import { PEOPLE } from "../fixtures/people";
import { signInAs, signOut, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const theme = (page: Page) => page.locator("html").getAttribute("data-theme");
const workspace = (page: Page) => page.getByRole("region", { name: "Workspace" });

async function chooseFrom(page: Page, menu: string | RegExp, choice: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("button", { name: choice, exact: true }).click();
}

test("the browser remembers theme, zone and panel size across reloads, windows and users", async ({ page, context }) => {
  await walkIn(page, PEOPLE.creditManager, "/entity");
  await expect(page.getByText(/NZ[SD]T$/).first()).toBeVisible();
  await chooseFrom(page, /^Theme/, "Dark");
  await expect(page.getByRole("button", { name: "Theme: Dark" })).toBeVisible();
  await chooseFrom(page, /^Times in/, "UTC");
  await expect(page.getByText(/\d\d:\d\d UTC$/).first()).toBeVisible();
  await expect(workspace(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Show workspace" }).click();
  await expect(workspace(page)).toContainText("Market");

  const expectRemembered = async (window: Page) => {
    expect(await theme(window)).toBe("dark");
    await expect(window.getByText(/\d\d:\d\d UTC$/).first()).toBeVisible();
    await expect(workspace(window)).toBeVisible();
  };
  await page.reload();
  await expectRemembered(page);
  const another = await context.newPage();
  await another.goto("/entity");
  await expectRemembered(another);
  await signOut(page);
  expect(await theme(page)).toBe("dark");
  await walkIn(page, PEOPLE.entityAdmin, "/entity");
  await expectRemembered(page);

  await page.getByRole("button", { name: "Hide workspace" }).click();
  await expect(workspace(page)).toHaveCount(0);
});

test("a menu closes after a choice, and the focus returns to its button", async ({ page }) => {
  await signInAs(page, "viewer");
  await chooseFrom(page, /^Theme/, "Light");
  await expect(page.getByRole("button", { name: "Theme: Light" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Dark", exact: true })).toBeHidden();
  await expect(page.getByRole("button", { name: "Theme: Light" })).toBeFocused();
});

test("the device's preference sets the theme until the user chooses one", async ({ page }) => {
  await signInAs(page, "viewer");
  const ground = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ground()).not.toBe(light);
  await chooseFrom(page, /^Theme/, "Light");
  await expect(page.getByRole("button", { name: "Theme: Light" })).toBeVisible();
  expect(await ground()).toBe(light);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a user signs in, opens the tabs, filters a list, sets preferences and signs out", async ({ page }) => {
    await walkIn(page, PEOPLE.entityAdmin);
    await tabsOf(page, "Panel").filter({ hasText: "Admin" }).click();
    await tabsOf(page, "Admin").filter({ hasText: "Users" }).click();
    await page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Trader" });
    await page.getByRole("searchbox").fill("mele");
    await apply(page);
    await expect(rowOf(page, "Users", "Mele Fonoti")).toBeVisible();
    await expect(rowOf(page, "Users", "Ravi Patel")).toHaveCount(0);

    await chooseFrom(page, /^Theme/, "Dark");
    expect(await theme(page)).toBe("dark");
    await expect(page).toHaveURL(/q=mele/);
    await chooseFrom(page, /^Times in/, "Europe/London");
    await expect(
      page
        .getByRole("table")
        .getByText(/\d\d:\d\d (GMT|BST)/)
        .first(),
    ).toBeVisible();
    await page.getByRole("button", { name: "Show workspace" }).click();
    await expect(workspace(page)).toContainText("Market");

    await signOut(page);
    await page.goto("/admin/users");
    await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fadmin%2Fusers/);
  });

  test("an operator creates and suspends an entity; errors show at their fields and no input is lost", async ({ page }) => {
    const entity = newEntity();
    await walkIn(page, PEOPLE.operator, "/admin/entities/new");
    await createEntity(page, { ...entity, code: "KAURI" });
    await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/Kauri Energy has this code\./);
    await expect(page.getByLabel("Legal name")).toHaveValue(entity.legalName);
    await createEntity(page, entity);
    await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();
    await page.getByRole("link", { name: "Suspend" }).click();
    await page.getByLabel("Reason").fill("Checking the form without scripts.");
    await page.getByRole("button", { name: `Suspend ${entity.shortName}` }).click();
    await expect(page.getByText("Suspended: its people are refused.")).toBeVisible();
  });
});
