import { randomBytes } from "node:crypto";
import { detailOf, rowOf, sectionOf, tabsOf } from "../fixtures/pages";
import { choose, signInAs, walkIn } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

const WHY = {
  asked: "Takes over the desk's people from Monday on.",
  approved: "Agreed with the head of the entity.",
  trades: "Moves to the trading desk for good.",
  frozen: "A phone was lost; until it is wiped.",
  terminated: "Has left the company for good.",
} as const;

test("a user is invited, joins, is promoted, reaches the directory, is frozen and is terminated, each step with its reason", async ({
  page: operator,
  newBrowser,
}) => {
  test.setTimeout(180_000);
  // Names may hold only letters, so digits become letters.
  const unique = randomBytes(3)
    .toString("hex")
    .replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
  const name = `Life ${unique}`;
  const address = `${name.toLowerCase().replace(" ", ".")}@kauri.example`;
  const admin = await newBrowser();
  await signInAs(admin, "entityAdmin", "/admin/invitations/new");
  const link = await invite(admin, { name, address });

  const person = await newBrowser();
  await person.goto(link);
  await expect(person.getByRole("heading", { level: 1, name: "You are invited to Kauri Energy" })).toBeVisible();
  expect(person.url()).not.toContain("#");
  await knownToTheDirectory(person, address);
  await expect(tabsOf(person, "Panel")).not.toContainText(["Admin"]);

  await admin.goto(`/admin/users?q=${encodeURIComponent(name)}`);
  await rowOf(admin, "Users", name).getByRole("link").first().click();
  await admin.waitForURL(/\/admin\/users\/[0-9a-f-]{36}$/);
  const path = new URL(admin.url()).pathname;
  await ask(admin, path);
  await approve(operator, name);

  // The same session, with no new sign-in.
  await person.goto("/admin/users");
  await expect(tabsOf(person, "Admin")).toContainText(["Overview", "Users", "Invitations", "Support"]);
  await inTheGroup(newBrowser, address, "Entity admin");

  await operator.goto(`${path}/role?to=trader`);
  await operator.getByLabel("Reason").fill(WHY.trades);
  await operator.getByRole("button", { name: "Change role" }).click();
  await expect(operator.getByText(WHY.trades).first()).toBeVisible();
  await inTheGroup(newBrowser, address, "Trader");

  await admin.goto(`${path}/status`);
  await admin.getByRole("radio", { name: "Frozen" }).check();
  await admin.getByLabel("Reason").fill(WHY.frozen);
  await admin.getByRole("button", { name: "Change status" }).click();
  await expect(admin.getByText(WHY.frozen).first()).toBeVisible();
  await person.goto("/access");
  await expect(detailOf(person, "Status")).toContainText("Frozen");

  await operator.goto(`${path}/terminate`);
  await operator.getByLabel("Their name, to be sure").fill(name);
  await operator.getByLabel("Reason").fill(WHY.terminated);
  await operator.getByRole("button", { name: `Terminate ${name}` }).click();
  await operator.waitForURL((url) => url.pathname === path);
  await person.goto("/access");
  await expect(person.getByRole("heading", { level: 1 })).not.toHaveText("My access");

  const history = sectionOf(operator, "History");
  for (const reason of Object.values(WHY)) await expect(history.getByText(reason, { exact: false }).first()).toBeVisible();
  for (const step of ["joined as", "Role: Viewer", "Status: Active → Frozen", "Status: Frozen → Terminated"])
    await expect(history).toContainText(new RegExp(step, "i"));
});

type NewBrowser = () => Promise<Page>;

/** Sends the invitation and reads its link from the outbox, where messages wait without a mail server. */
async function invite(admin: Page, { name, address }: { name: string; address: string }): Promise<string> {
  await admin.getByLabel("E-mail").fill(address);
  await admin.getByLabel("Name").fill(name);
  await admin.getByRole("combobox", { name: "Role" }).selectOption({ label: "Viewer" });
  await admin.getByRole("button", { name: "Send invitation" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).not.toHaveText("Invite a person");
  await admin.goto(`/admin/support/outbox?q=${encodeURIComponent(address)}`);
  await admin.getByRole("row").filter({ hasText: address }).getByRole("link").first().click();
  const text = await sectionOf(admin, "In plain text").locator("pre").textContent();
  const link = /\S+\/accept-invitation#\S+/.exec(text ?? "")?.[0];
  if (!link) throw new Error("The message has no link.");
  return link;
}

/** Continues at the directory, which lists the guest once the portal has created it. */
async function knownToTheDirectory(person: Page, address: string): Promise<void> {
  await person.getByRole("button", { name: "Continue with the local directory" }).click();
  await expect(async () => {
    await person.getByLabel("Find a person").fill(address);
    await person.getByRole("button", { name: "Find", exact: true }).click();
    await expect(person.getByRole("button", { name: address })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await choose(person, address);
  await expect(person.getByRole("navigation", { name: "Panel", exact: true })).toBeVisible();
}

async function ask(admin: Page, path: string): Promise<void> {
  await admin.goto(`${path}/role`);
  await admin.getByRole("link", { name: /^Entity admin/ }).click();
  await expect(admin.getByText("Users.Manage").first()).toBeVisible();
  await admin.getByLabel("Reason").fill(WHY.asked);
  await admin.getByRole("button", { name: "Request role" }).click();
  await expect(admin.getByText(WHY.asked).first()).toBeVisible();
}

async function approve(operator: Page, name: string): Promise<void> {
  await signInAs(operator, "operator", "/admin/users/promotions");
  await operator.getByRole("row").filter({ hasText: name }).getByRole("link").first().click();
  await expect(operator.getByText(WHY.asked)).toBeVisible();
  await sectionOf(operator, "Approve").getByLabel("Reason").fill(WHY.approved);
  await operator.getByRole("button", { name: "Approve" }).click();
  await expect(operator.getByText(WHY.approved).first()).toBeVisible();
}

/** A new sign-in reads the role from the person's groups, which must match the role the portal assigned. */
async function inTheGroup(newBrowser: NewBrowser, address: string, role: string): Promise<void> {
  const again = await newBrowser();
  await walkIn(again, address, "/access");
  await expect(detailOf(again, "Role")).toContainText(role);
}
