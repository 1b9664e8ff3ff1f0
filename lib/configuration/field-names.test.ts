import { expect, test } from "vitest";
import { nameOfField, unitOf } from "./field-names";

test.each([
  ["compliance.maximumSpread", "Compliance, maximum spread", "%"],
  ["holidays[2027-12-27].name", "Holidays, 2027-12-27, name", undefined],
  ["products.contracts[monthly].tickSize", "Products, contracts, monthly, tick size", "NZD/MWh"],
  ["products.profiles[EP].periods[1].last", "Products, profiles, EP, periods, 1, last", undefined],
])("%s is read as %s, in %s", (path, name, unit) => {
  expect([nameOfField(path), unitOf(path)]).toEqual([name, unit]);
});
