import { newEntity, tabsOf } from "../fixtures/pages";
import { PEOPLE } from "../fixtures/people";
import { choose, signOut, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("after signing out in one tab, the next click in another says so and returns to the same page after sign-in", async ({ page, context }) => {
  await walkIn(page, PEOPLE.entityAdmin, "/admin");
  const other = await context.newPage();
  await other.goto("/admin");
  await signOut(page);

  await tabsOf(other, "Admin").filter({ hasText: "Users" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(other.getByRole("status")).toContainText(/signed out|session has ended/);
  await other.getByRole("button", { name: "Sign in with the local directory" }).click();
  await choose(other, PEOPLE.entityAdmin);
  await expect(other).toHaveURL(/\/admin\/users$/);
  await expect(other.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
});

test("a form sent after signing out elsewhere is refused with the reason and keeps its input until the next sign-in", async ({ page, context }) => {
  const entity = newEntity();
  await walkIn(page, PEOPLE.operator, "/admin/entities/new");
  await page.getByLabel("Legal name").fill(entity.legalName);
  await page.getByLabel("Short name").fill(entity.shortName);
  await page.getByLabel("Code").fill(entity.code);
  const other = await context.newPage();
  await other.goto("/");
  await signOut(other);

  await page.getByRole("button", { name: "Create entity" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "You are signed out." })).toContainText("AUTH_EXPIRED");
  await expect(page.getByLabel("Legal name")).toHaveValue(entity.legalName);

  await walkIn(other, PEOPLE.operator);
  await page.getByRole("button", { name: "Create entity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();
});

test("a copied session cookie stops working after sign-out", async ({ page, newBrowser }) => {
  await walkIn(page, PEOPLE.viewer);
  const copy = await page.context().cookies();
  await signOut(page);
  const thief = await newBrowser();
  await thief.context().addCookies(copy);
  await thief.goto("/access");
  await expect(thief.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("signing in again in the same browser ends the previous session", async ({ page }) => {
  await walkIn(page, PEOPLE.viewer);
  const before = await page.context().cookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with the local directory" }).click();
  await choose(page, PEOPLE.viewer);
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.context().addCookies(before);
  await page.goto("/access");
  await expect(page.getByRole("status")).toContainText("you signed in again in this browser");
});

test("cancelling at the directory returns to sign-in without a session", async ({ page }) => {
  await page.goto("/access");
  await page.getByRole("button", { name: "Sign in with the local directory" }).click();
  await page.getByRole("button", { name: "Go back without signing in" }).click();
  await page.waitForURL(/no-access|sign-in/);
  await expect(page.getByRole("button", { name: /Sign in/ })).toBeVisible();
  await page.goto("/access");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});
