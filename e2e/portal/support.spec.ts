import { rowOf, sectionOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("an access request names the permission, scope and page, and the people who can help receive and answer it", async ({ page, newBrowser }) => {
  await signInAs(page, "viewer", "/admin/users");
  await expect(page.getByRole("heading", { level: 1, name: "Users is not open to you" })).toBeVisible();
  await page.getByRole("link", { name: "Ask for access" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ask for access" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Users.View");
  await expect(page.getByRole("main")).toContainText("your own entity, Kauri Energy");
  await expect(sectionOf(page, "Sent along")).toContainText("/admin/users");

  await page.getByLabel("What you need it for").fill("Too short");
  await page.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByLabel("What you need it for")).toHaveValue("Too short");
  await page.getByLabel("What you need it for").fill("I look after our new colleagues from Monday on.");
  await page.getByRole("button", { name: "Send the request" }).click();
  await page.waitForURL(/\/access\/requests\/[0-9a-f-]{36}$/);
  const title = await page.getByRole("heading", { level: 1 }).textContent();
  expect(title).toMatch(/^View users for /);

  const admin = await newBrowser();
  await signInAs(admin, "entityAdmin", "/admin/support");
  await rowOf(admin, "Support requests", title ?? "")
    .getByRole("link")
    .first()
    .click();
  await expect(admin.getByRole("main")).toContainText("I look after our new colleagues from Monday on.");
  await admin.getByLabel("Message").fill("I have asked the exchange for it.");
  await admin.getByRole("button", { name: "Send message" }).click();
  await expect(admin.getByRole("main").locator("header").getByText("Answered", { exact: true })).toBeVisible();

  await page.goto("/access/requests");
  await rowOf(page, "My requests", title ?? "")
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByText("I have asked the exchange for it.")).toBeVisible();
  await page.getByRole("button", { name: "Close this request" }).click();
  await expect(page.getByText("Closed", { exact: true })).toBeVisible();
});

test("a problem report includes its context, shown before it is sent", async ({ page, newBrowser }) => {
  await signInAs(page, "creditManager", "/admin/support/new?from=/entity");
  await expect(sectionOf(page, "Sent along")).toContainText("/entity");
  await expect(sectionOf(page, "Sent along")).toContainText("Credit.Approve");
  await page.getByLabel("Subject").fill("A limit does not open");
  await page.getByLabel("Description").fill("The page of the limit with Rata stays empty.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "A limit does not open" })).toBeVisible();

  const operator = await newBrowser();
  await signInAs(operator, "operator", "/admin/support");
  await rowOf(operator, "Support requests", "A limit does not open").getByRole("link").first().click();
  await expect(sectionOf(operator, "Sent along")).toContainText("/entity");
});
