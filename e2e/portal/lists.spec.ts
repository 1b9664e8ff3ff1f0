import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { apply, detailOf, rowOf, rowsOf, sectionOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("users are found by name, e-mail, role, status and entity, and a user's page says what the status withholds", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users");
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Trader" });
  await page.getByRole("combobox", { name: "Status", exact: true }).selectOption({ label: "Frozen" });
  await page.getByRole("combobox", { name: "Entity", exact: true }).selectOption({ label: "Kauri Energy" });
  await page.getByRole("searchbox").fill("o'con");
  await apply(page);
  await expect(rowsOf(page, "Users")).toHaveCount(1);
  await rowOf(page, "Users", "Liam O'Connor").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Liam O'Connor" })).toBeVisible();
  await expect(sectionOf(page, "What they can do")).toContainText("Under review: orders outside the desk’s mandate.");
  await expect(sectionOf(page, "What they can do").getByRole("listitem").filter({ hasText: "Market.Trade" })).toContainText("Withheld");
  await expect(sectionOf(page, "History")).toContainText("Status: Active → Frozen");

  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("o'con");
  await expect(page.getByRole("combobox", { name: "Status", exact: true })).toHaveValue("frozen");
  await expect(rowsOf(page, "Users")).toHaveCount(1);
});

test("a chosen filter applies at once, keeps the focus, and stands as a chip that removes it; the address holds nothing else", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users");
  const role = page.getByRole("combobox", { name: "Role", exact: true });
  const status = page.getByRole("combobox", { name: "Status", exact: true });
  await role.focus();
  await role.selectOption({ label: "Trader" });
  await status.selectOption({ label: "Frozen" });
  await expect(page).toHaveURL(/\/admin\/users\?role=trader&status=frozen$/);
  await expect(rowsOf(page, "Users").filter({ hasNotText: "Frozen" })).toHaveCount(0);
  await expect(rowsOf(page, "Users").first()).toBeVisible();
  await expect(role).toBeFocused();

  await page.getByRole("link", { name: "Remove the filter Status: Frozen" }).click();
  await expect(page).toHaveURL(/\/admin\/users\?role=trader$/);
  await expect(status).toHaveValue("");
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/users$/);
  await expect(role).toHaveValue("");
  await expect(page.getByRole("list", { name: "Filters in use" })).toHaveCount(0);
  await page.goBack();
  await expect(role).toHaveValue("trader");
});

test("filters apply without JavaScript, too", async ({ newBrowser }) => {
  const page = await newBrowser({ javaScriptEnabled: false });
  await signInAs(page, "operator", "/admin/users");
  await page.getByRole("combobox", { name: "Status", exact: true }).selectOption({ label: "Frozen" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("link", { name: "Remove the filter Status: Frozen" })).toBeVisible();
  await expect(rowsOf(page, "Users").filter({ hasNotText: "Frozen" })).toHaveCount(0);
});

test("the user list is paged and sorts by its headings", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users");
  const names = () => rowsOf(page, "Users").getByRole("rowheader").allInnerTexts();
  const first = await names();
  const pages = page.getByRole("navigation", { name: "Pages of users" });
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rowsOf(page, "Users").getByRole("rowheader", { name: first[0] ?? "", exact: true })).toHaveCount(0);
  await page.goBack();
  await expect(rowsOf(page, "Users").getByRole("rowheader").first()).toHaveText(first[0] ?? "");
  await page.getByRole("link", { name: "Name" }).click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/direction=desc/);
});

test("an entity admin sees only their own entity's users and invitations, and a filter for another entity explains this", async ({ page }) => {
  await signInAs(page, "entityAdmin", "/admin/users");
  await expect(rowsOf(page, "Users").first()).toBeVisible();
  await expect(rowOf(page, "Users", "Sophie van der Berg")).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Entity", exact: true })).toHaveCount(0);
  for (const list of ["users", "invitations", "support"]) {
    await page.goto(`/admin/${list}?entity=${idOfEntity("RATA")}`);
    await expect(page.getByText(/You cannot view|Only requests of your own entity/)).toBeVisible();
    await page
      .getByRole("main")
      .getByRole("link", { name: /of Kauri Energy|Show these/ })
      .click();
    await expect(page.locator("tbody").getByRole("row").first()).toBeVisible();
  }
  const other = await page.request.get(`/admin/users/${idOfUser("trader@rata.example")}`);
  expect(other.status()).toBe(404);
});

test("invitations filter by state, and an invitation's page says how long its link works", async ({ page }) => {
  await signInAs(page, "operator", "/admin/invitations");
  await page.getByRole("combobox", { name: "State", exact: true }).selectOption({ label: "Revoked" });
  await apply(page);
  await expect(rowsOf(page, "Invitations").filter({ hasNotText: "Revoked" })).toHaveCount(0);
  await expect(rowOf(page, "Invitations", "ravi.patle@kauri.example")).toBeVisible();
  await page.getByRole("combobox", { name: "State", exact: true }).selectOption({ label: "Pending" });
  await page.getByRole("searchbox").fill("ngaire");
  await apply(page);
  await rowOf(page, "Invitations", "ngaire.solomon@rata.example").getByRole("link").click();
  await expect(detailOf(page, "Outcome")).toHaveText(/Expires/);
  await expect(sectionOf(page, "History")).toContainText("Wiremu Hōhepa (Entity admin) invited");
  await page.getByRole("link", { name: "Invitations" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Invitations" })).toBeVisible();
});

test("documentation filters by entity, status and trading, and a pair's page says which side blocks", async ({ page }) => {
  await signInAs(page, "operator", "/admin/documentation/list");
  await page.getByLabel("Entity", { exact: true }).selectOption({ label: "Kauri Energy" });
  await page.getByRole("combobox", { name: "Trading", exact: true }).selectOption({ label: "May trade" });
  await apply(page);
  await expect(rowsOf(page, "Pairs of entities").first()).toBeVisible();
  await expect(rowsOf(page, "Pairs of entities").filter({ hasNotText: "May trade" })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Trading", exact: true }).selectOption({ label: "Blocks trading" });
  await page.getByLabel("Status", { exact: true }).selectOption({ index: 4 });
  await apply(page);
  await rowOf(page, "Pairs of entities", "Kauri Energy and Weka Wind").getByRole("link").click();
  await expect(page.getByText("They may not trade")).toBeVisible();
  await expect(sectionOf(page, "Kauri Energy about Weka Wind")).toContainText("Suspended");
  await expect(sectionOf(page, "History: Kauri Energy about Weka Wind")).toContainText("Docs in place → Suspended");
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "Trading", exact: true })).toHaveValue("blocked");
});

test("the configuration in force shows author, time and hash, and its version has its own address", async ({ page }) => {
  await signInAs(page, "operator", "/admin/configuration");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/^Configuration, version \d+/);
  await expect(page.getByRole("main").locator(".badge").getByText("In force", { exact: true })).toBeVisible();
  await expect(detailOf(page, "Author")).toHaveText("Hēmi Parata");
  await expect(rowsOf(page, "Profiles")).toHaveCount(6);
  await expect(rowOf(page, "Profiles", "PEAK")).toContainText("15–44");
  await page.goto("/admin/configuration/1");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("version 1");
  expect((await page.request.get("/admin/configuration/999")).status()).toBe(404);
});

test("support shows requests with their details, and tells users with limited access who to ask", async ({ page }) => {
  await signInAs(page, "creditManager", "/admin/support");
  await expect(rowOf(page, "Support requests", "Role change for Ravi Patel")).toBeVisible();
  await expect(page.getByText("Invitation never arrived")).toHaveCount(0);
  await expect(sectionOf(page, "The exchange's desk")).toContainText("operations@aex.example");
  await expect(sectionOf(page, "Who to ask")).toContainText("Why do I not see Users?");
  await page.getByRole("combobox", { name: "State", exact: true }).selectOption({ label: "Answered" });
  await apply(page);
  await rowOf(page, "Support requests", "Counterparty details of Piopio Solar").getByRole("link").click();
  await expect(page.getByText("Where do we find their registration details?")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "State", exact: true })).toHaveValue("answered");
});

for (const [path, sentence] of [
  ["/admin/users", "No user matches"],
  ["/admin/invitations", "No invitation matches"],
  ["/admin/documentation/list", "No pair matches"],
  ["/admin/support", "No request matches"],
] as const) {
  test(`${path} says when nothing matches and how to clear the filter; an invalid address counts as no filter`, async ({ page }) => {
    await signInAs(page, "operator", `${path}?q=nothing+is+called+this`);
    await expect(page.getByText(sentence)).toBeVisible();
    await page.getByRole("link", { name: "Clear the filters" }).click();
    await expect(page.locator("tbody").getByRole("row").first()).toBeVisible();
    await page.goto(`${path}?status=x&state=x&entity=x&cursor=x&sort=x`);
    await expect(page.locator("tbody").getByRole("row").first()).toBeVisible();
  });
}

test("rows are ticked one by one, in a range with Shift and all at once, and a bar says how many are and opens what can be done to them", async ({ page }) => {
  await signInAs(page, "operator", `/admin/users?entity=${idOfEntity("KAURI")}`);
  const ticks = rowsOf(page, "Users").getByRole("checkbox");
  const bar = page.getByRole("region", { name: "Selected rows" });
  const all = await ticks.count();
  await expect(bar).toBeHidden();
  await ticks.nth(1).check();
  await expect(bar).toContainText(`1 of ${all} selected`);
  await ticks.nth(4).click({ modifiers: ["Shift"] });
  await expect(bar).toContainText(`4 of ${all} selected`);
  await ticks.nth(2).uncheck();
  await expect(bar).toContainText(`3 of ${all} selected`);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(bar).toContainText(`${all} of ${all} selected`);
  await bar.getByRole("button", { name: "Clear" }).click();
  await expect(bar).toBeHidden();
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await bar.getByRole("button", { name: "Change status or end sessions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change 2 people" })).toBeVisible();
});

test("a row's menu opens by keyboard with the acts that fit it, and has none for oneself", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users?q=Liam");
  await page.getByRole("button", { name: "What can be done with Liam O'Connor" }).press("Enter");
  await page.getByRole("link", { name: "Change status" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Status of Liam O'Connor" })).toBeVisible();
  await page.goto("/admin/users?q=operator@aex");
  await expect(rowOf(page, "Users", "Hēmi Parata")).toBeVisible();
  await expect(page.getByRole("button", { name: "What can be done with Hēmi Parata" })).toHaveCount(0);
});

test("people who are invited stand beside those who have joined", async ({ page }) => {
  await signInAs(page, "entityAdmin", "/admin/users");
  await expect(sectionOf(page, "Invited, not joined yet").getByRole("listitem").getByRole("link").first()).toHaveAttribute("href", /^\/admin\/invitations\//);
});
