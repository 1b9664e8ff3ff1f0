import { everyone, type Person } from "../fixtures/people";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

/** Controls on the own entity's page, for users who can reach it. */
const OWN_ENTITY_CONTROLS: Partial<Record<Person, readonly string[]>> = {
  operator: ["Edit", "Invite people"],
  localOperator: ["Invite people"],
  entityAdmin: ["Invite people"],
  creditManager: [],
};

/** One page of a kind represents all: /admin/users/1 for every user's page. */
const kindOf = (path: string) => path.replace(/\?.*$/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id");

for (const who of everyone) {
  test(`no page shows ${who} a link that the server would refuse`, async ({ page }) => {
    await signInAs(page, who);
    const waiting = ["/"];
    const seen = new Set(waiting.map(kindOf));
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const answer = await page.request.get(path);
      expect(answer.status(), path).toBe(200);
      for (const [, href = ""] of (await answer.text()).matchAll(/<a [^>]*?href="(\/[^"#]*)/g)) {
        const next = href.replaceAll("&amp;", "&");
        if (seen.has(kindOf(next))) continue;
        seen.add(kindOf(next));
        waiting.push(next);
      }
    }
    expect(seen.has("/admin/entities/new"), "the way to a new entity").toBe(who === "operator");
    expect(seen.has("/admin/entities/:id/edit"), "the way to changing an entity").toBe(who === "operator");
  });
}

for (const [who, controls] of Object.entries(OWN_ENTITY_CONTROLS) as [Person, readonly string[]][]) {
  test(`on the page of their own entity, ${who} is offered ${controls.join(", ") || "nothing to change"}`, async ({ page }) => {
    await signInAs(page, who, "/entity");
    const heading = page
      .getByRole("main")
      .locator("header")
      .filter({ has: page.getByRole("heading", { level: 1 }) });
    await expect(heading.getByRole("link")).toHaveText([...controls]);
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  });
}
