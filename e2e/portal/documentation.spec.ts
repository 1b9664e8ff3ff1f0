import { tabTo } from "../fixtures/keyboard";
import { rowOf, rowsOf, sectionOf } from "../fixtures/pages";
import { signInAs } from "../fixtures/sign-in";
import { expect, test } from "../fixtures/test";

test("an operator sets a direction from the matrix by keyboard; its owner sees it, sets its own side, and its notes stay private", async ({
  page,
  newBrowser,
}) => {
  await signInAs(page, "operator", "/admin/documentation");
  const focused = page.getByRole("grid").locator(":focus");
  await tabTo(page, page.getByRole("img", { name: "Harakeke Fibre itself." }));
  for (const key of ["ArrowDown", "End", "ArrowLeft"]) await page.keyboard.press(key);
  await expect(focused).toHaveAccessibleName(
    /^Kahurangi Trading about Tōtara Hydro: Suspended\. Tōtara Hydro about Kahurangi Trading: Suspended\. They may not trade/,
  );
  await page.keyboard.press("Enter");
  await expect(page.getByText("They may not trade: neither says that its documents are in place.")).toBeVisible();
  await page.getByRole("link", { name: "Documentation" }).last().click();
  await expect(focused).toHaveAccessibleName(/^Kahurangi Trading about Tōtara Hydro/);

  await page.goto("/admin/documentation/KAURI_HARAKEKE");
  const set = sectionOf(page, "Set: Kauri Energy about Harakeke Fibre");
  await set.getByLabel("Status").selectOption({ label: "Docs in place" });
  await set.getByLabel("Notes").fill("Original seen by the exchange.");
  await set.getByLabel("Remind on").fill("2020-01-01");
  await set.getByRole("button").click();
  await expect(set.getByLabel("Remind on")).toHaveAccessibleDescription(/This day is over/);
  await expect(set.getByLabel("Status")).toHaveValue("docs_in_place");
  await expect(set.getByLabel("Notes")).toHaveValue("Original seen by the exchange.");
  await set.getByLabel("Remind on").fill("");
  await set.getByRole("button").click();
  await expect(page.getByText("They may not trade: Harakeke Fibre does not say that its documents are in place.")).toBeVisible();
  await expect(sectionOf(page, "History: Kauri Energy about Harakeke Fibre")).toContainText(
    "Hēmi Parata (Operator) recorded documents of Kauri Energy about Harakeke Fibre",
  );

  const admin = await newBrowser();
  await signInAs(admin, "entityAdmin", "/credit/documentation");
  await expect(rowOf(admin, "Counterparties", "Harakeke Fibre (HARAKEKE)")).toContainText("Docs in place");
  await rowOf(admin, "Counterparties", "Piopio Solar (PIOPIO)").getByRole("link").click();
  await expect(admin.getByRole("heading", { level: 1, name: "Piopio Solar (PIOPIO)" })).toBeVisible();
  await expect(admin.getByRole("main")).not.toContainText("Draft received and under review.");
  const stale = await admin.context().newPage();
  await stale.goto(admin.url());
  await admin.getByLabel("Status").selectOption({ label: "Suspended" });
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(sectionOf(admin, "Kauri Energy about Piopio Solar")).toContainText("Suspended");
  await stale.getByLabel("Notes").fill("Written too late.");
  await stale.getByRole("button", { name: "Save" }).click();
  await expect(stale.getByRole("alert").filter({ hasText: "STALE_BASE" })).toBeVisible();
  await expect(stale.getByLabel("Notes")).toHaveValue("Written too late.");
});

test("an operator sets ticked directions together, and a trader sees only codes, learns why, and can set nothing", async ({ page, newBrowser }) => {
  await signInAs(page, "operator", "/admin/documentation/list?entity=WEKA&q=piopio");
  for (const name of ["Piopio Solar about Weka Wind", "Weka Wind about Piopio Solar"]) await page.getByLabel(name).check();
  await page.getByRole("button", { name: "Set ticked directions" }).click();
  await expect(page.getByText("Choose what to set.")).toBeVisible();
  await expect(page.getByLabel("Weka Wind about Piopio Solar")).toBeChecked();
  await page.getByLabel("Status (optional)").selectOption({ label: "Docs in place" });
  await page.getByRole("button", { name: "Set ticked directions" }).click();
  await expect(rowsOf(page, "Pairs of entities")).toContainText(/Docs in place.*Docs in place/);
  // Documents alone do not let a suspended entity trade.
  await expect(rowsOf(page, "Pairs of entities")).toContainText("Weka Wind is suspended");

  const trader = await newBrowser();
  await signInAs(trader, "trader", "/credit/documentation");
  await expect(rowOf(trader, "Counterparties", "RATA")).toContainText("May trade");
  await expect(trader.getByRole("main")).not.toContainText("Rata Power");
  await trader.getByText("Counterparties are shown by their codes. Why?").click();
  await expect(trader.getByText(/It needs Entity\.View, which your role, Trader, does not include\./)).toBeVisible();
  await rowOf(trader, "Counterparties", "RATA").getByRole("link").click();
  await expect(trader.getByText("You may trade with RATA")).toBeVisible();
  await trader.getByText("You cannot set this. Why?").click();
  await expect(trader.getByText(/It needs Docs\.Manage/)).toBeVisible();
  await expect(trader.getByRole("button", { name: "Save" })).toHaveCount(0);
});
