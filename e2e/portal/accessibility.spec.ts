import { readdirSync } from "node:fs";
import path from "node:path";
import { idOfUser } from "@/prisma/seed/world";
import { AFTER_A_DEED, INSIDE, OUTSIDE } from "../fixtures/all-pages";
import { expectAccessible } from "../fixtures/axe";
import { createEntity, newEntity } from "../fixtures/pages";
import type { Person } from "../fixtures/people";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const ALWAYS = "accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone";

for (const [route, visits] of Object.entries(INSIDE)) {
  test(`${route}: ${ALWAYS}`, async ({ newBrowser }) => {
    for (const [who, addresses] of Object.entries(visits) as [Person, readonly string[]][]) {
      const page = await newBrowser();
      for (const address of addresses) {
        const [list = "", first] = address.split(" ");
        await signInAs(page, who, list);
        if (first) {
          await page.locator("tbody").getByRole("rowheader").first().getByRole("link").click();
          await expect(page.locator("dl").first()).toBeVisible();
        }
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const refused = await page.getByText(/Not available to you|is not open to you/).count();
        expect(refused > 0, `${who} is refused ${address}`).toBe(route.endsWith("[...unknown]"));
        await expectAccessible(page);
      }
    }
  });
}

for (const [route, addresses] of Object.entries(OUTSIDE)) {
  test(`${route}, before sign-in: ${ALWAYS}`, async ({ page }) => {
    for (const address of addresses) {
      await page.goto(address);
      await expectAccessible(page);
    }
  });
}

test("every page has an accessibility test", () => {
  const routes = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map(
      (file) =>
        `/${path
          .dirname(file)
          .split(path.sep)
          .filter((part) => !part.startsWith("("))
          .join("/")}`,
    );
  expect(routes.length).toBeGreaterThan(50);
  expect(routes.sort()).toEqual([...Object.keys(INSIDE), ...Object.keys(OUTSIDE), ...AFTER_A_DEED].sort());
});

test(`a bulk run: ${ALWAYS}`, async ({ page }) => {
  await signInAs(page, "operator", `/admin/users/bulk?chosen=1&ids=${idOfUser("jiwoo.park@totara.example")}`);
  await page.getByRole("radio", { name: "End all sessions" }).check();
  await page.getByLabel("Reason").fill("To look at the page of a run.");
  await page.getByRole("button", { name: "Change 1 person" }).click();
  await expect(page.getByText("1 of 1 taken")).toBeVisible();
  await expectAccessible(page);
});

test(`a form with errors: ${ALWAYS}`, async ({ page }) => {
  await signInAs(page, "operator", "/admin/entities/new");
  await createEntity(page, { ...newEntity(), code: "KAURI" });
  await expect(page.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test(`open menus: ${ALWAYS}`, async ({ page }) => {
  await signInAs(page, "operator", "/entity");
  for (const button of await page.getByRole("banner").getByRole("button").all()) {
    await button.click();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  }
});

test(`the local directory's page: ${ALWAYS}`, async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Sign in/ }).click();
  await expect(page.getByRole("heading", { name: "Choose who to sign in as" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Find a person").fill("rata");
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("found");
  await expectAccessible(page);
});
