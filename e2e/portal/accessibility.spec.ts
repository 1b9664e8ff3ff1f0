import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { expectAccessible } from "../fixtures/axe";
import { createEntity, newEntity } from "../fixtures/pages";
import type { Person } from "../fixtures/people";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

/** Pages as each person finds them; `>` opens the first row of the list before it. */
const PAGES: Readonly<Record<string, { who: Person; paths: readonly string[] }>> = {
  "the desk, My access and My entity": { who: "creditManager", paths: ["/", "/access", "/entity"] },
  "the overview and the lists of the panel": {
    who: "operator",
    paths: ["/admin", "/admin/entities", "/admin/users", "/admin/invitations"],
  },
  "documentation, configuration, support and the audit log": {
    who: "operator",
    paths: ["/admin/documentation", "/admin/documentation/list", "/admin/configuration", "/admin/support", "/admin/audit?who=a&purpose=all"],
  },
  "the directory: what it is told, and where it differs": {
    who: "operator",
    paths: ["/admin/directory", "/admin/directory/drift", "/admin/directory/drift >"],
  },
  "the pages of one thing": {
    who: "operator",
    paths: [
      `/admin/entities/${idOfEntity("WEKA")}`,
      `/admin/users/${idOfUser("frozen@kauri.example")}`,
      ...["/admin/invitations >", "/admin/documentation/list?entity=x&trading=blocked >", "/admin/support >", "/admin/audit?kind=change >"],
    ],
  },
  "forms, and a list without a match": {
    who: "operator",
    paths: [
      "/admin/entities/new",
      `/admin/entities/${idOfEntity("KAURI")}/suspend`,
      `/admin/entities/${idOfEntity("KAURI")}/edit`,
      "/admin/users?q=no+such+user",
    ],
  },
  "what is asked for and decided about people": {
    who: "operator",
    paths: [
      "/admin/users/promotions",
      `/admin/users/${idOfUser("ravi.patel@kauri.example")}/role?to=credit-manager`,
      `/admin/users/${idOfUser("ravi.patel@kauri.example")}/status`,
      ...["/admin/invitations/new", "/admin/invitations/many", "/admin/support/outbox"],
    ],
  },
  "how the market is run and configured": {
    who: "operator",
    paths: ["/admin/market", "/admin/market/halt", "/admin/market/diagnostics", "/admin/configuration/proposals", "/admin/configuration/draft"],
  },
  "asking for access and for help": { who: "creditManager", paths: ["/access/ask?for=Users.View", "/access/requests", "/admin/support/new"] },
  "credit for an entity's own people": { who: "entityAdmin", paths: ["/credit", "/credit/documentation", "/credit/documentation/PIOPIO"] },
  "credit for somebody who sees no names and sets nothing": { who: "trader", paths: ["/credit/documentation", "/credit/documentation/RATA"] },
  "the page that refuses": { who: "viewer", paths: ["/admin/users"] },
  "support for somebody who does not see everything": { who: "entityAdmin", paths: ["/admin/support", "/admin/users"] },
};

for (const [what, { who, paths }] of Object.entries(PAGES)) {
  test(`${what}: accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone`, async ({ page }) => {
    await signInAs(page, who);
    for (const path of paths) {
      const [address = "", first] = path.split(" ");
      await page.goto(address);
      if (first) {
        await page.locator("tbody").getByRole("rowheader").first().getByRole("link").click();
        await expect(page.locator("dl").first()).toBeVisible();
      }
      await expectAccessible(page);
    }
  });
}

test("a form with errors: accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone", async ({ page }) => {
  await signInAs(page, "operator", "/admin/entities/new");
  await createEntity(page, { ...newEntity(), code: "KAURI" });
  await expect(page.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test("open menus: accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone", async ({ page }) => {
  await signInAs(page, "operator", "/entity");
  for (const button of await page.getByRole("banner").getByRole("button").all()) {
    await button.click();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  }
});

test("what people see before they are in: accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone", async ({ page }) => {
  const reasons = ["NO_ROLE_GROUP&groups=3", "SEVERAL_ROLE_GROUPS&roles=viewer+trader", "USER_FROZEN", "SIGN_IN_FAILED"];
  for (const path of [
    "/sign-in",
    "/sign-in?ended=idle&returnTo=/admin",
    "/accept-invitation",
    "/accept-invitation/review",
    ...reasons.map((reason) => `/no-access?reason=${reason}`),
  ]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test("the local directory's page: accessible by WCAG 2.2 AA in both themes, on a wide window and on a phone", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Sign in/ }).click();
  await expect(page.getByRole("heading", { name: "Choose who to sign in as" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Find a person").fill("rata");
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("found");
  await expectAccessible(page);
});
