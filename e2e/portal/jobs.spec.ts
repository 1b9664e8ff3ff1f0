import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { rowOf, rowsOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const REASON = "Tried in the browser, end to end.";

/** Begins a bulk change of everybody who matches, and returns its address. It must not include anyone another test is signed in as. */
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
  const address = await begin(page, "q=Arjun", "End all sessions");
  await page.goto("about:blank");
  await page.goto("/admin/support/jobs?state=done");
  await expect(async () => {
    await page.reload();
    await expect(
      rowsOf(page, "Jobs")
        .filter({ hasText: /End the sessions of/ })
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
  await begin(page, "q=Mereana", "End all sessions");
  await expect(page.getByRole("heading", { name: "Finished" })).toBeVisible();
  await page.close();
});

test("a long list of invitations is sent in the background, with a result for each row", async ({ page }) => {
  await signInAs(page, "entityAdmin", "/admin/invitations/many");
  const rows = Array.from({ length: 201 }, (_, index) => `listed${index}@kauri.example,,viewer`);
  await page.getByLabel("Or the list itself").fill(["email,name,role", ...rows].join("\n"));
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByRole("button", { name: "Send 201 invitations" }).click();
  await page.waitForURL(/\/admin\/invitations\/lists\/[0-9a-f-]{36}$/);
  await expect(page.getByText("201 of 201 taken: 201 invited, 0 left out, 0 not sent.")).toBeVisible();
  await expectAccessible(page);
  await rowOf(page, "People of this list", "listed0@kauri.example").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("listed0@kauri.example");
});
