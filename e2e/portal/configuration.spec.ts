import { rowOf, rowsOf, sectionOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("a change is drafted, checked, proposed, approved by a second operator but never its proposer, applied, and undone by a proposal", async ({
  page,
  newBrowser,
}) => {
  await signInAs(page, "operator", "/admin/configuration/draft/auction");
  await page.getByLabel("Until").fill("09:05");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(sectionOf(page, "Checks")).toContainText("must lie between pre-open at 08:30 and open at 09:00");
  await expect(page.getByRole("button", { name: "Propose" })).toHaveCount(0);

  await page.getByRole("link", { name: "Auction window" }).click();
  await page.getByLabel("From").fill("09:10");
  await page.getByLabel("Until").fill("08:55");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "the auction must start before it ends" })).toContainText("INVALID_INPUT");
  await expect(page.getByLabel("From")).toHaveValue("09:10");
  await page.getByLabel("From").fill("08:50");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(rowOf(page, "What changes", "Auction window, until")).toContainText("08:55");

  await page.getByLabel("Reason").fill("The auction is over sooner than we thought.");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("You proposed this yourself, with this or another account of yours");
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  const address = new URL(page.url()).pathname;

  const second = await newBrowser();
  await walkIn(second, "operator2@aex.example", address);
  await expect(rowOf(second, "What changes", "Auction window, until")).toContainText("09:00");
  await expect(second.getByText("would be superseded")).toBeVisible();
  // While the market is open, new hours are a warning to confirm; whether it is depends on when this runs.
  const warning = second.getByRole("checkbox");
  if ((await warning.count()) > 0) await warning.check();
  await second.getByRole("button", { name: "Approve" }).click();
  await expect(second.getByRole("heading", { level: 1 }).locator("..")).toContainText("Applied");
  await second.goto("/admin/configuration/proposals?show=settled");
  await expect(rowsOf(second, "Proposals").filter({ hasText: "Superseded" })).not.toHaveCount(0);

  await page.goto("/admin/configuration");
  await expect(sectionOf(page, "Auction window")).toContainText("08:55");
  await page.goto(address);
  await page.getByRole("button", { name: "Propose to undo it" }).click();
  await expect(rowOf(page, "What changes", "Auction window, until")).toContainText("08:55");
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("Withdrawn");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a reader of the configuration can open its versions and compare any two, all at read-only addresses", async ({ page }) => {
    await signInAs(page, "localOperator", "/market/configuration");
    await rowOf(page, "Versions", "Version 2").getByRole("link", { name: "Against version 1" }).click();
    await expect(page).toHaveURL("/market/configuration/2?against=1");
    await expect(rowOf(page, "From version 1 to version 2", "minimum volume")).toContainText("3.0");

    await page.getByRole("link", { name: "All of version 2" }).click();
    await expect(page).toHaveURL("/market/configuration/2");
    await page.getByLabel("Compare version 2 with version").fill("1");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page).toHaveURL("/market/configuration/2?against=1");
    await page.goto("/market/configuration/1?against=9999");
    await expect(page.getByText("There is no other version 9999")).toBeVisible();
    await expect(page.getByRole("main").locator('a[href^="/admin"]')).toHaveCount(0);
  });
});
