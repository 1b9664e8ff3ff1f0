import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Mele Fonoti", "MF"],
  ["Aroha Te Rangi", "AR"],
  ["ōtira", "Ō"],
  ["李", "李"],
  ["  ", ""],
  ["e\u0301mile zola", "E\u0301Z"],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
