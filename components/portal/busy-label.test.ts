import { expect, test } from "vitest";
import { busyLabel } from "./busy-label";

const said = (label: Parameters<typeof busyLabel>[0]) => [busyLabel(label)].flat().join("");

test.each([
  ["Save changes", "Saving changes…"],
  ["Retry now", "Retrying now…"],
  ["Stop", "Stopping…"],
  ["Set ticked directions", "Setting ticked directions…"],
  ["Undo", "Undoing…"],
])("a button that says %s says %s while it works", (label, busy) => {
  expect(said(label)).toBe(busy);
});

test("a label of several parts keeps what follows its verb", () => {
  expect(said(["Suspend ", "Kauri"])).toBe("Suspending Kauri…");
});
