import { describe, expect, test } from "vitest";
import { changeSentence, targetHref } from "./change-sentence";

const sentence = (action: string, changes: Readonly<Record<string, readonly (string | null)[]>> = {}, targetLabel: string | null = "Mele Fonoti") => {
  const recorded = Object.fromEntries(Object.entries(changes).map(([field, [from = null, to = null]]) => [field, { from, to }]));
  const { lead, target, tail } = changeSentence({ action, targetLabel, changes: recorded });
  return `${lead} ${target}${tail}`;
};

describe("a recorded change reads as a sentence", () => {
  test.each([
    ["froze Mele Fonoti", "user.status_changed", { status: ["active", "frozen"] }],
    ["changed the role of Mele Fonoti from Viewer to Trader", "user.role_changed", { role: ["viewer", "trader"] }],
    ["requested a role for Mele Fonoti: Credit manager", "user.role_requested", { toRole: [null, "credit-manager"] }],
    ["suspended Mele Fonoti", "entity.suspended", {}],
    ["halted the market", "market.halted", {}],
  ] as const)("%s", (expected, action, changes) => {
    expect(sentence(action, changes)).toBe(expected);
  });

  test("an action without its own wording uses its label, with or without a target", () => {
    expect(sentence("thing.repainted")).toBe("Thing repainted: Mele Fonoti");
    expect(sentence("thing.repainted", {}, null)).toBe("Thing repainted ");
  });

  test("control characters in a name are made printable", () => {
    expect(sentence("entity.suspended", {}, "Kauri\u202eevil")).not.toContain("\u202e");
  });
});

test("a target links to its page only when it has one and its id is valid", () => {
  const id = "019b0000-0000-7000-8000-000000000001";
  expect(targetHref({ action: "user.edited", targetType: "user", targetId: id })).toBe(`/admin/users/${id}`);
  expect(targetHref({ action: "user.edited", targetType: "user", targetId: "../../evil" })).toBeNull();
  expect(targetHref({ action: "user.edited", targetType: "market", targetId: id })).toBeNull();
  expect(targetHref({ action: "session.signed_out", targetType: "user", targetId: id })).toBeNull();
});
