import { idOfUser } from "@/prisma/seed/world";
import { expectNotAvailable, tabsOf } from "../fixtures/pages";
import { PEOPLE, type Person } from "../fixtures/people";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

const WITH_PANEL = ["My access", "Credit", "My entity", "Admin"];
const WITHOUT_PANEL = ["My access", "Credit"];
const EVERY_TAB = ["Overview", "Entities", "Users", "Invitations", "Documentation", "Configuration", "Support"];

const expected: Readonly<Record<Person, { panel: readonly string[]; admin: readonly string[] }>> = {
  operator: { panel: WITH_PANEL, admin: EVERY_TAB },
  localOperator: { panel: WITH_PANEL, admin: ["Overview", "Users", "Invitations", "Configuration", "Support"] },
  entityAdmin: { panel: WITH_PANEL, admin: ["Overview", "Users", "Invitations", "Support"] },
  creditManager: { panel: WITH_PANEL, admin: ["Overview", "Support"] },
  trader: { panel: WITHOUT_PANEL, admin: [] },
  viewer: { panel: WITHOUT_PANEL, admin: [] },
};

/** A tab's label may end with a count. */
const named = (label: string) => new RegExp(`^${label}(\\d+ waiting)?$`);

const ADDRESSES: Readonly<Record<string, string>> = {
  "My entity": "/entity",
  Overview: "/admin",
  Entities: "/admin/entities",
  Users: "/admin/users",
  Invitations: "/admin/invitations",
  Documentation: "/admin/documentation",
  Configuration: "/admin/configuration",
  Support: "/admin/support",
};

for (const [who, { panel, admin }] of Object.entries(expected) as [Person, (typeof expected)[Person]][]) {
  test(`signed in through the directory, ${who} sees exactly these tabs: ${[...panel, ...admin].join(", ")}`, async ({ page }) => {
    await walkIn(page, PEOPLE[who]);
    await expect(tabsOf(page, "Panel")).toHaveText(panel);
    for (const label of panel) {
      await tabsOf(page, "Panel").filter({ hasText: label }).click();
      await expect(tabsOf(page, "Panel").filter({ hasText: label })).toHaveAttribute("aria-current", "page");
    }
    await expect(tabsOf(page, "Admin")).toHaveText(admin.map(named));
    for (const label of admin) {
      await tabsOf(page, "Admin").filter({ hasText: label }).click();
      await expect(tabsOf(page, "Admin").filter({ hasText: label })).toHaveAttribute("aria-current", "page");
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toContainText(label);
    }
  });

  test(`every tab that ${who} does not see is refused by address too`, async ({ page }) => {
    await signInAs(page, who, "/admin/nowhere");
    await expect(page.getByRole("heading", { level: 1, name: "Not available to you" })).toBeVisible();
    await expect(tabsOf(page, "Panel")).toHaveText(panel);
    await expect(tabsOf(page, "Admin")).toHaveText(admin.map(named));
    const closed = Object.entries(ADDRESSES).filter(([label]) => !panel.includes(label) && !admin.includes(label));
    await expectNotAvailable(page, [...closed.map(([, path]) => path), "/nowhere", ...(who === "operator" ? [] : ["/admin/audit"])]);
  });
}

const BELOW: Readonly<Partial<Record<Person, Readonly<Record<string, readonly string[]>>>>> = {
  operator: {
    Overview: ["Home", "Activity", "Audit log", "Market operations", "Diagnostics"],
    Users: ["People", "Role requests", "Directory"],
    Support: ["Requests", "E-mails", "Jobs"],
  },
  localOperator: { Overview: ["Home", "Activity", "Market operations"], Users: ["People", "Role requests"], Support: ["Requests", "E-mails"] },
  entityAdmin: { Overview: ["Home", "Activity"], Support: ["Requests", "E-mails"] },
  creditManager: {},
};

for (const [who, places] of Object.entries(BELOW) as [Person, Readonly<Record<string, readonly string[]>>][]) {
  test(`below their tabs ${who} finds exactly these pages, and the open one is marked`, async ({ page }) => {
    await signInAs(page, who, "/admin");
    for (const tab of expected[who].admin) {
      await tabsOf(page, "Admin").filter({ hasText: tab }).click();
      await expect(tabsOf(page, "Admin").filter({ hasText: tab })).toHaveAttribute("aria-current", "page");
      const below = tabsOf(page, `Pages of ${tab}`);
      await expect(below).toHaveText((places[tab] ?? []).map(named));
      for (const label of places[tab] ?? []) {
        await below.filter({ hasText: label }).click();
        await expect(below.filter({ hasText: label })).toHaveAttribute("aria-current", "page");
        await expect(tabsOf(page, "Admin").filter({ hasText: tab })).toHaveAttribute("aria-current", "page");
      }
    }
  });
}

test("a refused page is named, with what it needs, who decides and where to ask; a record's address is answered as an unknown one", async ({ page }) => {
  await signInAs(page, "viewer", "/admin/users");
  const refusal = page.getByRole("main");
  await expect(page.getByRole("heading", { level: 1, name: "Users is not open to you" })).toBeVisible();
  await expect(refusal).toContainText("It needs Users.View, which your role, Viewer, does not include.");
  await expect(refusal).toContainText("Needs Users.View, for your own entity, Kauri Energy.");
  await expect(refusal).toContainText("Ask an entity admin of Kauri Energy");
  await expect(refusal.getByRole("link", { name: "Ask for access" })).toHaveAttribute("href", /Users\.View/);
  await refusal.getByRole("link", { name: "My access" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My access" })).toBeVisible();

  for (const address of [`/admin/users/${idOfUser("trader@rata.example")}`, "/admin/users/nobody", "/admin/nothing"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: "Not available to you" })).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText("is not open to you");
  }
});
