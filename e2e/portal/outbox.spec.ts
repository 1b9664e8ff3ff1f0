import { newEntity } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

/** The message's computed style. Without its style sheet it has the browser's margins and no colour. */
const lookOf = async (page: Page) => {
  const message = page.frameLocator('iframe[title="The message in HTML"]').locator(".page");
  await expect(message).toBeVisible();
  return message.evaluate((element) => {
    const { backgroundColor, margin, padding, fontFamily } = getComputedStyle(element);
    return { backgroundColor, margin, padding, fontFamily };
  });
};

/** Creates an invitation whose message stays in the outbox. */
async function haveMessage(page: Page): Promise<void> {
  await signInAs(page, "entityAdmin", "/admin/invitations/new");
  await page.getByLabel("E-mail").fill(`${newEntity().code.toLowerCase()}@kauri.example`);
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("link", { name: "Open the message" })).toBeVisible();
}

const openMessage = (page: Page) => page.getByRole("link", { name: "Open the message" }).click();

test("a message looks the same whether its page is opened by address or by a click", async ({ page }) => {
  await haveMessage(page);
  await openMessage(page);
  const byClick = await lookOf(page);
  await page.reload();
  const byAddress = await lookOf(page);
  expect(byClick).toEqual(byAddress);
  expect(byAddress.backgroundColor).not.toBe("rgba(0, 0, 0, 0)");
});

test("“Try again” on the error page reloads the page once it can be rendered", async ({ page }) => {
  await haveMessage(page);
  // Break something that only this page reads, until it is repaired below.
  await page.evaluate(() => {
    const real = document.querySelector;
    const broken = (selector: string) => {
      if (selector === "script[nonce]") throw new Error("Broken by the test.");
      return real.call(document, selector);
    };
    Object.defineProperty(document, "querySelector", { value: broken, configurable: true });
  });
  await openMessage(page);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByText("Nothing was changed")).toHaveCount(0);
  // Only the page fails; the shell still works.
  await expect(page.getByRole("navigation", { name: "Panel" })).toBeVisible();
  await page.evaluate(() => Reflect.deleteProperty(document, "querySelector"));
  const asked = page.waitForRequest((request) => request.headers().rsc === "1" && request.url().includes("/admin/support/outbox/"));
  await page.getByRole("button", { name: "Try again" }).click();
  await asked;
  await lookOf(page);
});
