import { sectionOf } from "../fixtures/pages";
import { everyone, type Person } from "../fixtures/people";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const HELD: Readonly<Record<Person, number>> = { operator: 19, localOperator: 18, entityAdmin: 11, creditManager: 6, trader: 4, viewer: 3 };
const ALL = 19;

/** A permission's entry, by its catalogue name. */
const permission = (page: Page, name: string) =>
  sectionOf(page, "Permissions")
    .locator("dl > div")
    .filter({ has: page.getByRole("code").filter({ hasText: new RegExp(`^${name.replaceAll(".", "\\.")}$`) }) });

const side = (page: Page, name: string) => page.getByRole("navigation", { name: "Which permissions are shown" }).getByRole("link", { name, exact: true });

for (const who of everyone) {
  const held = HELD[who];
  test(`My access shows ${who} all ${ALL} permissions, ${held} of them held, and for each of the others why not and who can change it`, async ({ page }) => {
    await signInAs(page, who, "/access");
    const items = sectionOf(page, "Permissions").locator("dl > div");
    await expect(items).toHaveCount(ALL);
    await expect(items.getByText("Held", { exact: true })).toHaveCount(held);

    await side(page, `Held ${held}`).click();
    await expect(items).toHaveCount(held);
    await side(page, `Not held ${ALL - held}`).click();
    await expect(items).toHaveCount(ALL - held);
    for (const text of await items.allInnerTexts()) expect(text).toMatch(/It needs|Your role includes[\s\S]+(Held|Ask|assign)/);
    await expect(page).toHaveURL(/show=missing/);
  });
}

test("a viewer sees what Trade needs and who to ask, and which tabs are closed", async ({ page }) => {
  await signInAs(page, "viewer", "/access");
  await expect(permission(page, "Market.Trade")).toContainText("It needs Market.Trade, which your role, Viewer, does not include.");
  await expect(permission(page, "Market.Trade")).toContainText("Held by Trader or Operator. Ask an entity admin of Kauri Energy for such a role");
  await expect(permission(page, "Market.Operate")).toContainText("Every use is on the record");
  await expect(permission(page, "Credit.View")).toContainText("For your own entity, Kauri Energy.");
  const tabs = sectionOf(page, "Tabs and pages").locator("dl > div");
  await expect(tabs.filter({ hasText: "Entities" }).first()).toContainText("Not shown");
  await expect(tabs.filter({ hasText: "My access" })).toContainText("Shown");
});

test("an operator without Global sees that managing entities needs Global, and who assigns it", async ({ page }) => {
  await signInAs(page, "localOperator", "/access?show=missing");
  await expect(permission(page, "Entity.Manage")).toContainText("takes the Global app role as well");
  await expect(permission(page, "Entity.Manage")).toContainText("assign Global in Microsoft Entra ID");
});

test("a frozen trader sees what the status withholds and who lifts it", async ({ page }) => {
  await walkIn(page, "frozen@kauri.example", "/access");
  await expect(permission(page, "Market.Trade")).toContainText("Withheld");
  await expect(permission(page, "Market.Trade")).toContainText("your account is frozen");
  await expect(sectionOf(page, "You")).toContainText("An entity admin of Kauri Energy or an operator of the exchange can lift it");
});
