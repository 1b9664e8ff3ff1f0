import { sectionOf, tabsOf } from "../fixtures/pages";
import { signInAs, walkIn } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("an operator decides an entity admin's role request after seeing its effect, and the role applies without signing in again", async ({
  page,
  newBrowser,
}) => {
  const viewer = await newBrowser();
  await walkIn(viewer, "jiwoo.park@totara.example", "/access");
  await expect(tabsOf(viewer, "Panel").filter({ hasText: "Admin" })).toHaveCount(0);

  await walkIn(page, "admin@totara.example", "/admin/users?q=Ji-woo");
  await page.getByRole("link", { name: "Park Ji-woo" }).click();
  await page.getByRole("link", { name: "Change role" }).click();
  await expect(page.getByRole("link", { name: /^Operator/ })).toHaveCount(0);
  await page.getByRole("link", { name: /^Credit manager/ }).click();
  const change = sectionOf(page, "Credit manager: what changes");
  await expect(change).toContainText("Approve credit");
  await expect(change).toContainText("Support");
  await change.getByLabel("Until (optional)").fill("2020-01-01T10:00");
  await change.getByLabel("Reason").fill("Looks after our limits while Hannah is away.");
  await change.getByRole("button", { name: "Request role" }).click();
  await expect(change.getByLabel("Until (optional)")).toHaveAccessibleDescription(/This moment has passed/);
  await expect(change.getByLabel("Reason")).toHaveValue("Looks after our limits while Hannah is away.");
  await change.getByLabel("Until (optional)").fill("");
  await change.getByRole("button", { name: "Request role" }).click();
  await expect(page.getByRole("button", { name: "Withdraw request" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);

  const operator = await newBrowser();
  await signInAs(operator, "operator", "/admin/users/promotions?q=Ji-woo");
  const badge = operator.getByRole("link", { name: /^Users \d+ waiting$/ });
  await expect(badge).toBeVisible();
  const waiting = Number((await badge.textContent())?.replace(/\D/g, ""));
  await operator.getByRole("link", { name: "Park Ji-woo" }).click();
  await expect(sectionOf(operator, "What it would change")).toContainText("Manage credit");
  const approve = sectionOf(operator, "Approve");
  await approve.getByLabel("Reason").fill("Tōtara Hydro confirmed it in writing.");
  await approve.getByRole("button", { name: "Approve" }).click();
  await expect(sectionOf(operator, "Request")).toContainText("Tōtara Hydro confirmed it in writing.");
  // Without a reload.
  await expect(operator.getByRole("link", { name: waiting > 1 ? `Users ${waiting - 1} waiting` : "Users", exact: true })).toBeVisible();

  await viewer.reload();
  await tabsOf(viewer, "Panel").filter({ hasText: "Admin" }).click();
  await expect(tabsOf(viewer, "Admin")).toHaveText(["Overview", "Support"]);

  await page.goto("/admin/users?q=Ji-woo");
  await page.getByRole("link", { name: "Park Ji-woo" }).click();
  const history = sectionOf(page, "History");
  for (const said of ["requested a role for", "approved the role request for", "changed the role of", "Looks after our limits while Hannah is away."])
    await expect(history).toContainText(said);
});

test("a role that needs two people can only be removed permanently, and the form says so instead of asking for an end", async ({ page }) => {
  await signInAs(page, "operator", "/admin/users?q=Catherine");
  await page.getByRole("link", { name: "Catherine Whitmore" }).click();
  await page.getByRole("link", { name: "Change role" }).click();
  await page.getByRole("link", { name: /^Viewer/ }).click();
  const change = sectionOf(page, "Viewer: what changes");
  await expect(change).toContainText("This is permanent: the former role needs two people to approve it and does not return automatically.");
  await expect(change.getByLabel("Until (optional)")).toHaveCount(0);
  await expect(change.getByRole("button", { name: "Change role" })).toBeVisible();
  await page.goto("/admin/users?q=Ji-woo");
  await page.getByRole("link", { name: "Park Ji-woo" }).click();
  await page.getByRole("link", { name: "Change role" }).click();
  await page.getByRole("link", { name: /^Entity admin/ }).click();
  await expect(sectionOf(page, "Entity admin: what changes").getByLabel("Until (optional)")).toBeVisible();
});
