import { rowsOf, tabsOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("links in view are not prefetched; hovering or focusing a name prefetches its page", async ({ page }) => {
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) ahead.push(new URL(request.url()).pathname);
  });
  await signInAs(page, "operator", "/admin/users");
  await page.waitForLoadState("networkidle");
  expect(ahead).toEqual([]);

  const [first, second] = [rowsOf(page, "Users").nth(0).getByRole("link").first(), rowsOf(page, "Users").nth(1).getByRole("link").first()];
  await first.hover();
  await expect.poll(() => ahead).toContain(await first.getAttribute("href"));
  await second.focus();
  await expect.poll(() => ahead).toContain(await second.getAttribute("href"));
});

test("a loading page shows progress until it arrives", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users");
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/admin\/entities/, async (route) => {
    await held;
    await route.continue();
  });
  await tabsOf(page, "Admin").filter({ hasText: "Entities" }).click();
  await expect(page.locator(".on-its-way")).toBeVisible();
  answer();
  await expect(page.getByRole("heading", { level: 1, name: "Entities" })).toBeVisible();
  await expect(page.locator(".on-its-way")).toHaveCount(0);
});
