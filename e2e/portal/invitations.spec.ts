import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("an entity admin invites a colleague, finds the message in the outbox, and its link shows the invitation", async ({ page }) => {
  const email = `mere.${Date.now()}@kauri.example`;
  await signInAs(page, "entityAdmin", "/admin/invitations/new");
  await page.getByLabel("E-mail").fill("NEWCOMER@kauri.example");
  await page.getByLabel("Role").selectOption("trader");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "ALREADY_INVITED" })).toContainText("Open the invitation");
  await expect(page.getByLabel("E-mail")).toHaveValue("NEWCOMER@kauri.example");
  await expect(page.getByLabel("Role")).toHaveValue("trader");

  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await page.getByRole("link", { name: "Open the message" }).click();
  await expect(page.getByText("Not sent: no mail server is configured.").first()).toBeVisible();
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Open the invitation" })).toBeVisible();
  const link = /http\S+\/accept-invitation#\S+/.exec((await page.locator("pre").first().textContent()) ?? "")?.[0] ?? "";

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are invited to Kauri Energy Limited" })).toBeVisible();
  expect(page.url()).not.toContain("#");
  await expect(page.getByText(email).first()).toBeVisible();
});

test("an invitation list is checked row by row before it is sent, and skips people already invited", async ({ page }) => {
  const email = `ana.${Date.now()}@kauri.example`;
  await signInAs(page, "entityAdmin", "/admin/invitations/many");
  await page.getByLabel("Or the list itself").fill(`email,name,role\n${email},Ana,viewer\nnonsense,X,boss`);
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByRole("table", { name: "Rows that cannot be used" })).toContainText("not an e-mail address");
  const file = Buffer.from(`email,name,role\n${email},Ana,viewer\nnewcomer@kauri.example,,viewer`);
  await page.setInputFiles("input[type=file]", { name: "people.csv", mimeType: "text/csv", buffer: file });
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByRole("table", { name: "Left out" })).toContainText("newcomer@kauri.example");
  await page.getByRole("button", { name: "Send 1 invitation" }).click();
  await expect(page.getByText("1 invitation created. No mail server is set up, so nobody has been told.")).toBeVisible();
  await expect(page.getByLabel("Links to pass on")).toHaveValue(new RegExp(`^${email} http\\S+/accept-invitation#[\\w-]{43}$`));
});

test("the good rows of a file are sent, and the bad ones stay to be corrected", async ({ page }) => {
  const [one, two] = [`good.${Date.now()}@kauri.example`, `mended.${Date.now()}@kauri.example`];
  await signInAs(page, "entityAdmin", "/admin/invitations/many");
  const template = await page.request.get((await page.getByRole("link", { name: "Download the template" }).getAttribute("href")) ?? "");
  const headings = (await template.text()).trimEnd();
  expect(headings).toBe("\uFEFFemail,name,role");
  const file = Buffer.from(`${headings}\n${one},Ana Tāne,viewer\n${two},Ben,boss\n`);
  await page.setInputFiles("input[type=file]", { name: "people.csv", mimeType: "text/csv", buffer: file });
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByText("1 person to invite: 1 as Viewer. 1 row cannot be used.")).toBeVisible();
  await expect(page.getByRole("table", { name: "To invite" }).getByRole("row").filter({ hasText: one })).toContainText("Ana Tāne");
  await expect(page.getByRole("table", { name: "Rows that cannot be used" }).getByRole("row").filter({ hasText: two })).toContainText("“boss” is no role");
  await page.getByRole("button", { name: "Send 1 invitation, leave out 1 row" }).click();
  await expect(page.getByText("1 invitation created.")).toBeVisible();
  await expect(page.getByLabel("Links to pass on")).toHaveValue(new RegExp(`^${one} `));
  const list = page.getByLabel("Or the list itself");
  await expect(list).toHaveValue(`email,name,role\n${two},Ben,boss`);

  await list.fill(`email,name,role\n${two},Ben,trader`);
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByRole("button", { name: "Send 1 invitation", exact: true }).click();
  await expect(page.getByLabel("Links to pass on")).toHaveValue(new RegExp(`^${two} `));
});

test("an invitation list edited after its check must be checked again, and each answer replaces the previous one", async ({ page }) => {
  const email = `edited.${Date.now()}@kauri.example`;
  await signInAs(page, "entityAdmin", "/admin/invitations/many");
  const list = page.getByLabel("Or the list itself");
  const check = page.getByRole("button", { name: "Check the list" });
  const send = page.getByRole("button", { name: "Send 1 invitation" });
  await list.fill(`email,name,role\n${email},Ana,viewer`);
  await check.click();
  await expect(send).toBeVisible();
  await list.fill(`email,name,role\n${email},Ana,entity-admin`);
  await expect(page.getByText("The list has changed since it was checked.")).toBeVisible();
  await expect(send).toBeHidden();
  await check.click();
  await expect(page.getByText("1 person to invite: 1 as Entity admin.")).toBeVisible();

  // A form that sends another list than the one that was checked.
  await page.evaluate((text) => {
    for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csv]")) field.value = text;
  }, `email,name,role\n${email},Ana,viewer`);
  await send.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This is not the list that was checked");
  await check.click();
  await expect(page.getByText("1 person to invite: 1 as Viewer.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toBeHidden();
  await list.fill("email,name,role\nnobody");
  await check.click();
  await expect(page.getByRole("table", { name: "Rows that cannot be used" })).toBeVisible();
  await expect(list).toHaveValue("email,name,role\nnobody");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a list is checked, its good rows are sent with their result, and the bad ones stay in the box", async ({ page }) => {
    const email = `plain.${Date.now()}@kauri.example`;
    await signInAs(page, "entityAdmin", "/admin/invitations/many");
    await page.getByLabel("Or the list itself").fill(`email,name,role\n${email},Ana,viewer\nnobody@kauri.example,Ben,boss`);
    await page.getByRole("button", { name: "Check the list" }).click();
    await page.getByRole("button", { name: "Send 1 invitation, leave out 1 row" }).click();
    await expect(page.getByText("1 invitation created.")).toBeVisible();
    await expect(page.getByLabel("Links to pass on")).toHaveValue(new RegExp(`^${email} `));
    await expect(page.getByLabel("Or the list itself")).toHaveValue("email,name,role\nnobody@kauri.example,Ben,boss");
  });
});
