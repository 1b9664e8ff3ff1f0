import type { Page } from "@playwright/test";
import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { expectAccessible } from "../fixtures/axe";
import { sectionOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const REASON = "Tried in the browser, end to end.";
const lineOf = (page: Page) => page.getByRole("status").filter({ hasText: "You " });

async function freeze(page: Page, userName: string): Promise<void> {
  await page.goto(`/admin/users/${idOfUser(userName)}/status`);
  await page.getByRole("radio", { name: "Frozen" }).check();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Change status" }).click();
}

test("after an act the page says what was done, has the focus on it, and takes it back by one press", async ({ page }) => {
  await signInAs(page, "operator");
  await freeze(page, "charlotte.ross@kahu.example");
  await expect(lineOf(page)).toContainText("You froze Charlotte Ross.");
  await expect(lineOf(page).locator(":focus")).toHaveCount(1);
  await lineOf(page).getByRole("button", { name: "Undo" }).click();
  await expect(lineOf(page)).toContainText("You reactivated Charlotte Ross.");
  await expect(sectionOf(page, "History").getByRole("listitem").first()).toContainText("Status: Frozen → Active");
  await expect(sectionOf(page, "History").getByRole("listitem").first()).toContainText("Taken back a moment later.");

  await expectAccessible(page);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Charlotte Ross");
  await expect(lineOf(page)).toHaveCount(0);
});

test("taking back is refused, with the reason, after somebody else acted", async ({ page, newBrowser }) => {
  const other = await newBrowser();
  await walkIn(other, "operator2@aex.example", `/admin/users/${idOfUser("emma.sinclair@weka.example")}/edit`);
  await signInAs(page, "operator");
  await freeze(page, "emma.sinclair@weka.example");
  await lineOf(page).getByRole("button", { name: "Undo" }).focus();

  await other.reload();
  await other.getByLabel("Name").fill("Emma J. Sinclair");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(lineOf(other)).toContainText("You edited the profile of Emma J. Sinclair.");

  await lineOf(page).getByRole("button", { name: "Undo" }).click();
  await expect(lineOf(page).getByRole("alert")).toContainText("STALE_BASE");
  await page.reload();
  await expect(sectionOf(page, "What they can do")).toContainText("Frozen");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what was done, once, and takes it back as well", async ({ page }) => {
    await signInAs(page, "operator", `/admin/entities/${idOfEntity("KAHU")}/edit`);
    const name = await page.getByLabel("Short name").inputValue();
    await page.getByLabel("Short name").fill(`${name} Renamed`);
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(lineOf(page)).toContainText(`You edited ${name} Renamed.`);
    await lineOf(page).getByRole("button", { name: "Undo" }).click();
    await expect(lineOf(page)).toContainText(`You edited ${name}.`);
  });
});
