import type { Page } from "@playwright/test";
import { PEOPLE } from "../fixtures/people";
import { signInAs, signOut, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

/** Longer than any page is wide. */
const LONG = "w".repeat(400);

/** Whether the page scrolls sideways. */
const isTooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test("a halt says who it affects, shows on another user's open page, and can be lifted", async ({ page, newBrowser }) => {
  const other = await newBrowser();
  await signInAs(other, "viewer", "/access");
  const market = other.getByRole("banner").getByText("Market:").locator("..");
  await expect(market).toHaveText(/Market: (Closed|Pre-open|Open)/);

  await signInAs(page, "localOperator", "/admin");
  await page.getByRole("link", { name: "Halt", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "This stops the market for everyone" })).toContainText(
    /\d+ active entities, and \d+ (person|people) signed in/,
  );
  await page.getByLabel("Reason").fill(`Prices of Benmore are stale. ${LONG}`);
  await page.getByRole("button", { name: "Halt the market" }).click();
  await expect(page.getByText(/Prices of Benmore are stale\./).first()).toBeVisible();
  // No click on the other page.
  await expect(market).toHaveText("Market: Suspended");
  const banner = other.getByText("The market is suspended.").locator("..");
  await expect(banner).toContainText("Reason: “Prices of Benmore are stale.");
  await expect(banner).toContainText(/Nothing trades since .+ NZ[SD]T\. .+ Call \+64/);

  for (const width of [1440, 390])
    for (const path of ["/", "/admin", "/admin/market"]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      expect(await isTooWide(page), `${path} at ${width}`).toBe(false);
    }
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole("link", { name: "Resume" }).click();
  await page.getByLabel("Reason").fill("Prices are current again.");
  await page.getByRole("button", { name: "Resume the market" }).click();
  await expect(page.getByRole("link", { name: "Halt", exact: true })).toBeVisible();
  await expect(market).toHaveText(/Market: (Closed|Pre-open|Open)/);
  await expect(banner).toHaveCount(0);
});

test("an open page says that its session ended elsewhere, keeps its input, and does not navigate away", async ({ page, context }) => {
  await walkIn(page, PEOPLE.operator, "/admin/market/halt");
  await page.getByLabel("Reason").fill("Typed, and not sent.");
  const other = await context.newPage();
  await other.goto("/");
  await signOut(other);
  await expect(page.getByText("You were signed out.")).toBeVisible();
  await expect(page.getByText("What you typed here is still here.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("Typed, and not sent.");
  await expect(page).toHaveURL(/\/admin\/market\/halt$/);
});
