import type { countAffected } from "@/lib/domain/market";

const counted = (count: number, one: string, many: string) => `${count.toLocaleString("en-NZ")} ${count === 1 ? one : many}`;

/** How many entities and people a market action affects. */
export const affectedText = ({ entities, people }: Awaited<ReturnType<typeof countAffected>>): string =>
  `${counted(entities, "active entity", "active entities")}, and ${counted(people, "person", "people")} signed in at this moment`;
