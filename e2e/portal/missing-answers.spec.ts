import type { Route } from "@playwright/test";
import { createEntity, newEntity, rowOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, type Page, test } from "../fixtures/test";

/** Ways an answer can get lost. None of them reveals the request's outcome. */

const FORM = "/admin/entities/new";

const html = (status: number) => (route: Route) =>
  route.fulfill({ status, contentType: "text/html; charset=utf-8", body: `<html><body><h1>${status}</h1></body></html>` });

const MISSING: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  "no network": (route) => route.abort("internetdisconnected"),
  "a connection that is refused": (route) => route.abort("connectionrefused"),
  "a connection that was cut": (route) => route.abort("connectionreset"),
  "a body that is too large for a proxy": html(413),
  "a body that is too large, said in plain text": (route) => route.fulfill({ status: 413, contentType: "text/plain", body: "Payload Too Large" }),
  "a proxy that reaches no portal": html(502),
  "a portal that is being restarted": html(503),
  "a proxy that waited too long": html(504),
  "a page in place of the answer": html(200),
  "half an answer": (route) => route.fulfill({ status: 200, contentType: "text/x-component", body: '0:{"a":"$@1","f":"","b":"x"}\n1:{"sta' }),
  "an empty answer": (route) => route.fulfill({ status: 200, contentType: "text/x-component", body: "" }),
  "an action that another version of the portal does not know": (route) =>
    route.continue({ headers: { ...route.request().headers(), "next-action": `7f${"0".repeat(40)}` } }),
};

/** Answers the form's posts this way from now on. */
async function answer(page: Page, path: string, how: (route: Route) => Promise<void>): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.route(`**${path}`, (route) => (route.request().method() === "POST" ? how(route) : route.fallback()));
}

const unknown = (page: Page) => page.getByRole("main").getByRole("alert").filter({ hasText: "it is not known whether this arrived" });

async function expectNothingClaimed(page: Page): Promise<void> {
  await expect(unknown(page)).toContainText("OUTCOME_UNKNOWN");
  await expect(page.getByText("Nothing was changed")).toHaveCount(0);
}

test("when an answer is lost, the form keeps its input and says that the outcome is unknown and where to check", async ({ page }) => {
  const entity = newEntity();
  await signInAs(page, "operator", FORM);
  for (const [what, how] of Object.entries(MISSING)) {
    await test.step(what, async () => {
      await page.goto(FORM);
      await answer(page, FORM, how);
      await createEntity(page, entity);
      await expectNothingClaimed(page);
      await expect(page.getByLabel("Legal name")).toHaveValue(entity.legalName);
      await expect(page.getByLabel("Short name")).toHaveValue(entity.shortName);
      await expect(page.getByLabel("Code")).toHaveValue(entity.code);
      const look = unknown(page).getByRole("link");
      await expect(look).toHaveAttribute("href", "/admin/entities");
      await expect(look).toHaveAttribute("target", "_blank");
    });
  }
  await page.unrouteAll();
  await page.getByRole("button", { name: "Create entity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();
});

test("a form keeps its input offline and can be sent once the network is back", async ({ page, context }) => {
  const entity = newEntity();
  await signInAs(page, "operator", FORM);
  await context.setOffline(true);
  await createEntity(page, entity);
  await expectNothingClaimed(page);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Create entity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: entity.legalName })).toBeVisible();
});

test("a request whose answer was lost is found where the form says to check", async ({ page, context }) => {
  const entity = newEntity();
  await signInAs(page, "operator", FORM);
  await answer(page, FORM, async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort("connectionreset");
  });
  await createEntity(page, entity);
  await expectNothingClaimed(page);
  const [other] = await Promise.all([context.waitForEvent("page"), unknown(page).getByRole("link").click()]);
  await other.goto(`/admin/entities?q=${entity.code}`);
  await expect(rowOf(other, "Entities", entity.shortName)).toBeVisible();
  await expect(page.getByLabel("Legal name")).toHaveValue(entity.legalName);
});

test("an invitation list keeps its text when the answer to a check or a send is lost", async ({ page }) => {
  const path = "/admin/invitations/many";
  const list = `email,name,role\nnew.${newEntity().code.toLowerCase()}@people.example,Somebody New,viewer`;
  await signInAs(page, "entityAdmin", path);
  await page.getByLabel("Or the list itself").fill(list);
  await answer(page, path, html(502));
  await page.getByRole("button", { name: "Check the list" }).click();
  await expectNothingClaimed(page);
  await expect(page.getByLabel("Or the list itself")).toHaveValue(list);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByText("1 person to invite")).toBeVisible();
  await answer(page, path, (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Send 1 invitation" }).click();
  await expectNothingClaimed(page);
  await expect(page.getByLabel("Or the list itself")).toHaveValue(list);
});
