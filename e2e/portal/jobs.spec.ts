import type { Page } from "@playwright/test";
import { rowsOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const REASON = "Tried in the browser, end to end.";

/** Begins a bulk change of everybody who matches, and returns its address. */
async function begin(page: Page, filters: string, change: string): Promise<string> {
  await page.goto(`/admin/users/bulk?chosen=matching&${filters}`);
  await page.getByRole("radio", { name: change }).check();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: /^Change \d/ }).click();
  await page.waitForURL(/\/admin\/users\/bulk\/[0-9a-f-]{36}$/);
  return page.url();
}

test("a bulk change goes on when its page is closed, and operators find it among the jobs", async ({ page }) => {
  await signInAs(page, "operator");
  const address = await begin(page, "role=viewer", "End all sessions");
  await page.goto("about:blank");
  await page.goto("/admin/support/jobs?state=done");
  await expect(async () => {
    await page.reload();
    await expect(
      rowsOf(page, "Jobs")
        .filter({ hasText: /End the sessions of \d+ people/ })
        .first(),
    ).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "Finished" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden();
});

test("without scripts, the page of a bulk change reloads by itself until it is through", async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await walkIn(page, "admin@kauri.example");
  await begin(page, "role=viewer", "End all sessions");
  await expect(page.getByRole("heading", { name: "Finished" })).toBeVisible();
  await page.close();
});
