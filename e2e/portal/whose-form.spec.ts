import type { BrowserContext } from "@playwright/test";
import { signInAs } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const FORM = "/admin/support/new";
const SUBJECT = "Opened by somebody else";

/** One user fills in a form, another signs in in another tab of the browser, then the form is submitted. */
async function sendAsAnother(page: Page, context: BrowserContext): Promise<void> {
  await signInAs(page, "localOperator", FORM);
  await page.getByLabel("Subject").fill(SUBJECT);
  await page.getByLabel("Description").fill("This must not be sent in another person's name.");
  await context.clearCookies();
  const tab = await context.newPage();
  await signInAs(tab, "entityAdmin", "/admin/support");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(/Somebody else opened this form, and you are signed in as .+ now, so this was not done\./)).toBeVisible();
  await expect(page.getByText("Code NOT_AUTHORISED")).toBeVisible();
  await expect(page.getByLabel("Subject")).toHaveValue(SUBJECT);
  await tab.reload();
  await expect(tab.getByText(SUBJECT)).toHaveCount(0);
}

test("a form opened by one user is refused after another user signs in in another tab", ({ page, context }) => sendAsAnother(page, context));

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the form is refused as well", ({ page, context }) => sendAsAnother(page, context));
});
