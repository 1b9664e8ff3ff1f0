import { expect, test } from "vitest";
import { ADMIN_TABS } from "@/lib/platform/authz/admin-tabs";
import { person } from "@/lib/testing/principals";
import { guideFor } from "./guide";

const questions = (...[role, standing]: Parameters<typeof person>) => guideFor(person(role, standing)).map(({ question }) => question);
const isAboutTab = (question: string) => question.startsWith("Why do I not see");

test("a credit manager sees what each tab except Support requires", () => {
  const answers = guideFor(person("credit-manager")).filter(({ question }) => isAboutTab(question));
  expect(answers.map(({ question }) => question)).toEqual(ADMIN_TABS.filter(({ id }) => id !== "support").map(({ label }) => `Why do I not see ${label}?`));
  expect(answers[1]?.answer).toMatch(/Users\.View.*Held by Entity admin or Operator/);
});

test("the guide omits tabs a person sees and permissions they hold", () => {
  expect(questions("entity-admin")).toEqual([
    "Why do I not see Entities?",
    "Why do I not see Documentation?",
    "Why do I not see Configuration?",
    "Who may change a user's role?",
  ]);
  expect(questions("operator", { globalAppRole: true })).toEqual([]);
});

test("an operator without Global sees that Global is missing", () => {
  const answers = guideFor(person("operator"));
  expect(answers.map(({ question }) => question)).toEqual(["Why do I not see Entities?", "Why do I not see Documentation?"]);
  for (const { answer } of answers) expect(answer).toMatch(/Global app role/);
});

test("a frozen operator sees that the status, not the role, withholds access", () => {
  const [documentation] = guideFor(person("operator", { globalAppRole: true, status: "frozen" }));
  expect(documentation).toMatchObject({ question: "Why do I not see Documentation?", answer: expect.stringMatching(/frozen/) });
});
