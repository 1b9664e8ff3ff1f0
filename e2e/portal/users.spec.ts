import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { rowOf, rowsOf, sectionOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const REASON = "Tried in the browser, end to end.";

test("a status change shows its effect first, applies on the user's next request, and is in their history", async ({ page, newBrowser }) => {
  const lupe = await newBrowser();
  await walkIn(lupe, "lupe.talagi@kereru.example", "/access");
  await signInAs(page, "operator", `/admin/users/${idOfUser("lupe.talagi@kereru.example")}`);
  await expect(sectionOf(page, "Sessions").getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("link", { name: "Change status" }).click();
  await expect(page.getByRole("radio", { name: "Active" })).toBeDisabled();
  await expect(page.getByText("Market.Trade").first()).toBeVisible();
  await page.getByRole("radio", { name: "Frozen" }).check();
  await page.getByLabel("Reason").fill("too short");
  await page.getByLabel("Reason").evaluate((field) => field.removeAttribute("minlength"));
  await page.getByRole("button", { name: "Change status" }).click();
  await expect(page.getByText("The reason needs at least 10 characters.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Frozen" })).toBeChecked();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Change status" }).click();
  await expect(sectionOf(page, "History").getByRole("listitem").first()).toContainText("Status: Active → Frozen");
  await expect(sectionOf(page, "History").getByRole("listitem").first()).toContainText(REASON);
  await lupe.reload();
  await expect(lupe.getByText("Frozen").first()).toBeVisible();

  await sectionOf(page, "Sessions").getByRole("button", { name: "End all" }).click();
  await expect(sectionOf(page, "Sessions")).toContainText("Not signed in anywhere.");
  await lupe.goto("/access");
  await expect(lupe.getByText("An administrator ended your session.")).toBeVisible();
});

test("a bulk change gives each user a result, and a list view can be saved and exported", async ({ page }) => {
  await signInAs(page, "operator", `/admin/users?entity=${idOfEntity("TOTARA")}&role=trader`);
  await expect(rowsOf(page, "Users")).toHaveCount(2);
  const file = await page.request.get(`/admin/users/export?entity=${idOfEntity("TOTARA")}&role=trader&format=csv`);
  expect((await file.text()).trim().split("\r\n")).toHaveLength(3);

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Save this list as").fill("Traders of Tōtara");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByLabel("Save this list as")).toBeHidden();
  await page.getByRole("button", { name: "Views" }).click();
  await expect(page.getByRole("link", { name: "Traders of Tōtara" })).toHaveAttribute("href", /role=trader/);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Change several" }).click();
  await page.getByRole("link", { name: "All who match the list" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change 2 people" })).toBeVisible();
  await page.getByRole("radio", { name: "Set to Halted" }).check();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Change 2 people" }).click();
  await expect(page.getByText("2 of 2 taken: 2 changed, 0 not changed.")).toBeVisible();
  await rowOf(page, "People of this run", "Arjun Singh").getByRole("link").click();
  await expect(sectionOf(page, "History").getByRole("listitem").first()).toContainText("Status: Active → Halted");
});
