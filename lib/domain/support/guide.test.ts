import { expect, test } from "vitest";
import { ADMIN_TABS } from "@/lib/platform/authz/admin-tabs";
import { person } from "@/lib/testing/principals";
import { guideFor } from "./guide";

const questions = (...[role, standing]: Parameters<typeof person>) => guideFor(person(role, standing)).map(({ question }) => question);
const isAboutTab = (question: string) => question.startsWith("Why do I not see");

test("a credit manager learns of every tab but Support what it takes", () => {
  const answers = guideFor(person("credit-manager")).filter(({ question }) => isAboutTab(question));
  expect(answers.map(({ question }) => question)).toEqual(ADMIN_TABS.filter(({ id }) => id !== "support").map(({ label }) => `Why do I not see ${label}?`));
  expect(answers[1]?.answer).toMatch(/Users\.View.*Held by Entity admin or Operator/);
});

test("nobody is told of a tab that they see, or of a permission that they hold", () => {
  expect(questions("entity-admin")).toEqual([
    "Why do I not see Entities?",
    "Why do I not see Documentation?",
    "Why do I not see Configuration?",
    "Who may change a user's role?",
  ]);
  expect(questions("operator", { globalAppRole: true })).toEqual([]);
});

test("an operator without Global learns that Global is what is missing", () => {
  const answers = guideFor(person("operator"));
  expect(answers.map(({ question }) => question)).toEqual(["Why do I not see Entities?", "Why do I not see Documentation?"]);
  for (const { answer } of answers) expect(answer).toMatch(/Global app role/);
});

test("a frozen operator learns that it is the status, not the role", () => {
  const [documentation] = guideFor(person("operator", { globalAppRole: true, status: "frozen" }));
  expect(documentation).toMatchObject({ question: "Why do I not see Documentation?", answer: expect.stringMatching(/frozen/) });
});
