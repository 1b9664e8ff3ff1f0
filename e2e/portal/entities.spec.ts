import { idOfEntity } from "@/prisma/seed/world";
import { apply, createEntity, detailOf, expectNotAvailable, haveEntity, newEntity, rowOf, sectionOf } from "../fixtures/pages";
import { everyoneElse } from "../fixtures/people";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const history = (page: Page) => sectionOf(page, "History").locator("ol > li");

test("an operator creates an entity; invalid input is explained at its field and kept", async ({ page }) => {
  const entity = newEntity();
  await signInAs(page, "operator", "/admin/entities");
  await page.getByRole("link", { name: "New entity" }).click();
  await createEntity(page, { ...entity, code: "kauri" });

  await expect(page.getByRole("alert").filter({ hasText: "Another entity has this already." })).toContainText("ALREADY_EXISTS");
  await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/Kauri Energy has this code\./);
  await expect(page.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Legal name")).toHaveValue(entity.legalName);
  await expect(page.getByLabel("Short name")).toHaveValue(entity.shortName);
  await expect(page.getByLabel("Code")).toHaveValue("kauri");

  await page.getByLabel("Code").fill(entity.code.toLowerCase());
  await page.getByRole("button", { name: "Create entity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();
  await expect(detailOf(page, "Code")).toHaveText(entity.code);
  await expect(detailOf(page, "Users")).toHaveText(/^0/);
  await expect(history(page)).toHaveCount(1);
  await expect(history(page)).toContainText(/Hēmi Parata \(Operator\) admitted .+\d+ \w+ \d{4}, \d\d:\d\d NZ[SD]T/);
});

test("a form keeps input typed during submit when the action fails", async ({ page }) => {
  const { legalName, shortName } = newEntity();
  await signInAs(page, "operator", "/admin/entities/new");
  const { promise: held, release } = holding();
  await page.route("**/admin/entities/new", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await createEntity(page, { legalName: "Too early", shortName, code: "kauri" });
  await expect(page.locator("form[aria-busy=true]")).toBeVisible();
  await page.getByLabel("Legal name").fill(legalName);
  release();
  await expect(page.getByRole("alert").filter({ hasText: "Another entity has this already." })).toBeVisible();
  await expect(page.getByLabel("Legal name")).toHaveValue(legalName);
  await expect(page.getByLabel("Short name")).toHaveValue(shortName);
});

function holding(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release = (): void => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

test("an entity is found by part of its name or by its code, and the search can be cleared", async ({ page }) => {
  await signInAs(page, "operator");
  const entity = await haveEntity(page);
  await page.goto("/admin/entities");
  for (const text of [entity.legalName.slice(2, 12).toLowerCase(), entity.code]) {
    await page.getByRole("searchbox").fill(text);
    await apply(page);
    await expect(rowOf(page, "Entities", entity.legalName)).toBeVisible();
    await expect(rowOf(page, "Entities", "Kauri Energy Limited")).toHaveCount(0);
  }
  await page.getByRole("searchbox").fill("no such entity");
  await apply(page);
  await expect(page.getByText("No entity matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(rowOf(page, "Entities", "Kauri Energy Limited")).toBeVisible();
});

test("an edit from a stale form is refused, and its text is kept", async ({ page, context }) => {
  await signInAs(page, "operator");
  const entity = await haveEntity(page);
  const other = await context.newPage();
  await page.goto(`${entity.path}/edit`);
  await other.goto(`${entity.path}/edit`);

  await other.getByLabel("Short name").fill("Changed first");
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();

  await page.getByLabel("Short name").fill("Changed second");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "was changed while you had this form open" })).toContainText("STALE_BASE");
  await expect(page.getByLabel("Short name")).toHaveValue("Changed second");

  await page.reload();
  await expect(page.getByLabel("Short name")).toHaveValue("Changed first");
  await page.getByLabel("Short name").fill("Changed second");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(history(page).first()).toContainText("Short name: Changed first → Changed second");
  await expect(history(page)).toHaveCount(3);
});

test("suspending an entity refuses its users from their next request with the reason; reinstating restores access", async ({ page, newBrowser }) => {
  const person = await newBrowser();
  await walkIn(person, "admin@piopio.example", "/admin/users");
  await signInAs(page, "operator", "/admin/entities?q=PIOPIO");
  await page.getByRole("link", { name: "Piopio Solar Limited" }).click();
  await page.getByRole("link", { name: "Suspend" }).click();
  await expect(page.getByRole("status").filter({ hasText: "2 people of Piopio Solar will be refused" })).toBeVisible();
  await page.getByLabel("Reason").fill("            ");
  await page.getByRole("button", { name: "Suspend Piopio Solar" }).click();
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/The reason needs at least 10 characters\./);
  await page.getByLabel("Reason").fill("Security deposit is overdue.");
  await page.getByRole("button", { name: "Suspend Piopio Solar" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Suspended: its people are refused." })).toContainText("Security deposit is overdue.");

  await person.getByRole("link", { name: "Invitations" }).click();
  await expect(person.getByRole("heading", { level: 1, name: "Your organisation is suspended" })).toBeVisible();
  await expect(person.getByText("An operator of the exchange can reinstate it")).toBeVisible();

  await page.getByRole("link", { name: "Reinstate" }).click();
  await expect(page.getByText("It was suspended for this reason: “Security deposit is overdue.”")).toBeVisible();
  await page.getByLabel("Reason").fill("The deposit has arrived.");
  await page.getByRole("button", { name: "Reinstate Piopio Solar" }).click();
  await expect(history(page).nth(0)).toContainText("Hēmi Parata (Operator) reinstated");
  await expect(history(page).nth(0)).toContainText("Status: Suspended → Active");
  await expect(history(page).nth(0)).toContainText("“The deposit has arrived.”");
  await expect(history(page).nth(1)).toContainText("Status: Active → Suspended");
  await expect(history(page).nth(1)).toContainText("“Security deposit is overdue.”");

  await person.goto("/admin/users");
  await expect(person.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
});

test("the audit log shows the decisions of an entity's creation, from the entity to the whole request", async ({ page }) => {
  await signInAs(page, "operator");
  const entity = await haveEntity(page);
  await page.goto(`/admin/audit?q=kind%3Achange+entity%3A${entity.code}`);
  const rows = page.getByRole("region", { name: "Audit log" }).locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("admitted");
  await rows.getByRole("link").first().click();
  await expect(page.getByRole("row", { name: `code Not set ${entity.code}` })).toBeVisible();

  await page.getByRole("link", { name: "The rest of this request" }).click();
  const decision = rows.filter({ hasText: "Entity.Manage" });
  await expect(decision).toContainText("Granted");
  await decision.getByRole("link").first().click();
  await expect(detailOf(page, "Action")).toHaveText("entities.create");
  await expect(detailOf(page, "Name")).toContainText("Hēmi Parata");
  await expect(detailOf(page, "Global used")).toContainText("Yes");
});

test("an operator cannot suspend their own entity, and the page does not offer it", async ({ page }) => {
  await signInAs(page, "operator", "/admin/entities?q=AEX");
  await page.getByRole("link", { name: "Aotearoa Energy Exchange Limited" }).click();
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Suspend" })).toHaveCount(0);
  await page.goto(`${page.url()}/suspend`);
  await page.getByLabel("Reason").fill("Trying it all the same.");
  await page.getByRole("button", { name: "Suspend AEX" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your own entity runs the market" })).toContainText("LAST_OPERATOR");
});

for (const who of everyoneElse) {
  test(`no address of the entities pages opens for ${who}`, async ({ page }) => {
    await signInAs(page, who);
    const path = `/admin/entities/${idOfEntity("KAURI")}`;
    await expectNotAvailable(page, ["/admin/entities", "/admin/entities/new", ...["", "/edit", "/suspend", "/reinstate"].map((rest) => `${path}${rest}`)]);
  });
}

test("a new entity says what it still needs, and leads to the invitation of its first admin with entity and role filled in", async ({ page }) => {
  await signInAs(page, "operator");
  const entity = await haveEntity(page);
  const setUp = sectionOf(page, "Set-up");
  await expect(page.getByRole("status").filter({ hasText: "You admitted" })).toContainText(`You admitted ${entity.shortName}.`);
  await expect(setUp.getByRole("listitem").first()).toContainText("not yet");
  await setUp.getByRole("link", { name: "Invite its first admin" }).click();
  await expect(page.getByLabel("Role")).toHaveValue("entity-admin");
  await expect(page.getByRole("combobox", { name: "Entity" }).locator("option:checked")).toHaveText(`${entity.shortName} (${entity.code})`);
  await page.getByLabel("E-mail").fill(`first@${entity.code.toLowerCase()}.example`);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("status").filter({ hasText: "You invited" })).toContainText(
    `You invited first@${entity.code.toLowerCase()}.example as Entity admin.`,
  );
  await page.goto(entity.path);
  await expect(setUp.getByRole("listitem").first()).toContainText(": done");
  await expect(sectionOf(page, "Invited")).toContainText(`first@${entity.code.toLowerCase()}.example`);
});

test("no entity is chosen for an operator who invites, and one left open is asked for", async ({ page }) => {
  await signInAs(page, "operator", "/admin/invitations/new");
  await expect(page.getByRole("combobox", { name: "Entity" })).toHaveValue("");
  await page.getByLabel("E-mail").fill("nobody@aex.example");
  await page.getByLabel("Role").selectOption({ label: "Viewer" });
  await page.getByRole("combobox", { name: "Entity" }).evaluate((field) => field.removeAttribute("required"));
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Choose the entity that they join.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("nobody@aex.example");
});
