import { LOCAL_ROLE_GROUPS, type LocalPerson, stableId } from "@/lib/adapters/entra/local-tenant";

/** Four people who cover every variation of tokens. */

const roleGroup = (role: string): string => [...LOCAL_ROLE_GROUPS].find(([, key]) => key === role)?.[0] ?? "";

const person = (name: string, rest: Partial<LocalPerson>): LocalPerson => ({
  oid: stableId(`test:${name}`),
  userName: `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@test.example`,
  displayName: name,
  groups: [],
  appRoles: [],
  about: "Test person",
  ...rest,
});

export const olive = person("Olive Operator", {
  groups: [roleGroup("operator"), stableId("test:other group")],
  appRoles: ["Global"],
  featured: true,
  about: "Operator, AEX",
  group: "AEX",
});

export const tom = person("Tom Trader", { groups: [roleGroup("trader")], about: "Trader, Kauri Energy", group: "Kauri Energy" });

export const nell = person(`Nell "O'Hare" <b>`, { about: "In no group" });

export const max = person("Max Many", {
  groups: [roleGroup("viewer"), ...Array.from({ length: 249 }, (_, index) => stableId(`test:group ${index}`))],
  groupsByGraphOnly: true,
});

export const testPeople: readonly LocalPerson[] = [olive, tom, nell, max];
