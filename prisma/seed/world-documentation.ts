import type { DocumentationState } from "@/lib/generated/prisma/enums";
import { daysAgo, type Moment, workday } from "./clock";
import type { EntityCode } from "./world-entities";

/** What each participant records about the ISDA documents with others: one direction a row, set by its entity admin. */

export type WorldDocumentation = {
  readonly owner: EntityCode;
  readonly counterparty: EntityCode;
  readonly status: DocumentationState;
  readonly set: Moment;
  readonly notes: string;
  /** What it was before, for what was set in the last two weeks. */
  readonly was: DocumentationState;
  /** The day on which its owner wants to be reminded. */
  readonly remind: Moment | undefined;
};

type Row = readonly [owner: EntityCode, counterparty: EntityCode, status: DocumentationState, set: Moment, notes?: string, was?: DocumentationState];

const SIGNED = "2002 ISDA Master Agreement with the New Zealand electricity annex, signed by both.";
const WEKA_SUSPENDED = "Weka Wind is suspended; nothing new until it is reinstated.";

const rows: readonly Row[] = [
  ["KAURI", "RATA", "docs_in_place", daysAgo(371, "10:20"), SIGNED],
  ["RATA", "KAURI", "docs_in_place", daysAgo(370, "15:02"), SIGNED],
  ["KAURI", "TOTARA", "docs_in_place", daysAgo(352, "11:41"), SIGNED],
  ["TOTARA", "KAURI", "docs_in_place", daysAgo(352, "14:09"), SIGNED],
  ["KAURI", "KERERU", "docs_in_place", daysAgo(318, "09:33"), SIGNED],
  ["KERERU", "KAURI", "docs_in_place", daysAgo(316, "10:58"), SIGNED],
  ["KAURI", "KAHU", "pending", daysAgo(41, "13:27"), "Credit support annex is with their lawyers."],
  ["KAHU", "KAURI", "docs_in_place", daysAgo(44, "16:12"), "Signed on our side; waiting for Kauri’s annex."],
  ["KAURI", "WEKA", "suspended", workday(5, "09:52"), WEKA_SUSPENDED, "docs_in_place"],
  ["WEKA", "KAURI", "docs_in_place", daysAgo(207, "11:15"), SIGNED],
  ["KAURI", "HARAKEKE", "no_docs", daysAgo(120, "10:05"), "No interest for now; look again next winter."],
  ["KAURI", "PIOPIO", "pending", workday(6, "14:18"), "Draft sent to Piopio Solar.", "no_docs"],
  ["PIOPIO", "KAURI", "pending", workday(5, "11:36"), "Draft received and under review.", "no_docs"],
  ["RATA", "TOTARA", "docs_in_place", daysAgo(344, "09:12"), SIGNED],
  ["TOTARA", "RATA", "docs_in_place", daysAgo(343, "15:44"), SIGNED],
  ["RATA", "KERERU", "docs_in_place", workday(3, "15:07"), SIGNED, "pending"],
  ["KERERU", "RATA", "docs_in_place", workday(4, "10:31"), SIGNED, "pending"],
  ["RATA", "KAHU", "docs_in_place", daysAgo(262, "14:50"), SIGNED],
  ["KAHU", "RATA", "docs_in_place", daysAgo(261, "10:29"), SIGNED],
  ["RATA", "WEKA", "suspended", workday(5, "13:40"), WEKA_SUSPENDED, "docs_in_place"],
  ["WEKA", "RATA", "pending", daysAgo(63, "09:26"), "Annex is being renegotiated."],
  ["RATA", "HARAKEKE", "pending", daysAgo(29, "11:54"), "Waiting for Harakeke’s signing authorities."],
  ["HARAKEKE", "RATA", "no_docs", daysAgo(31, "10:11")],
  ["TOTARA", "KERERU", "docs_in_place", daysAgo(302, "13:05"), SIGNED],
  ["KERERU", "TOTARA", "docs_in_place", daysAgo(300, "09:48"), SIGNED],
  ["TOTARA", "KAHU", "suspended", daysAgo(75, "16:01"), "Dispute about a 2025 settlement; trading stopped by agreement."],
  ["KAHU", "TOTARA", "suspended", daysAgo(75, "16:20"), "Dispute about a 2025 settlement; trading stopped by agreement."],
  ["TOTARA", "HARAKEKE", "docs_in_place", daysAgo(112, "10:47"), SIGNED],
  ["HARAKEKE", "TOTARA", "docs_in_place", daysAgo(111, "14:22"), SIGNED],
  ["TOTARA", "PIOPIO", "pending", workday(2, "11:09"), "First call held; term sheet agreed.", "no_docs"],
  ["KERERU", "KAHU", "docs_in_place", daysAgo(221, "11:33"), SIGNED],
  ["KAHU", "KERERU", "pending", daysAgo(219, "15:15"), "Original is in the post."],
  ["KERERU", "WEKA", "no_docs", daysAgo(190, "09:05"), "Below our rating threshold."],
  ["WEKA", "KERERU", "pending", daysAgo(192, "13:18"), "Asked Kererū for their standard terms."],
  ["KAHU", "HARAKEKE", "docs_in_place", daysAgo(88, "10:02"), SIGNED],
  ["HARAKEKE", "KAHU", "docs_in_place", daysAgo(86, "15:37"), SIGNED],
];

/** Some of these days are over, so that the list of what is due has something to show. */
const REMINDERS: Readonly<Record<string, Moment>> = {
  "KAURI>KAHU": daysAgo(3, "09:00"),
  "KAURI>PIOPIO": daysAgo(-9, "09:00"),
  "KAURI>HARAKEKE": daysAgo(-160, "09:00"),
  "RATA>HARAKEKE": daysAgo(8, "09:00"),
  "WEKA>RATA": daysAgo(20, "09:00"),
  "KAHU>KERERU": daysAgo(-2, "09:00"),
  "TOTARA>PIOPIO": daysAgo(-14, "09:00"),
};

export const DOCUMENTATION: readonly WorldDocumentation[] = rows.map(([owner, counterparty, status, set, notes = "", was = "no_docs"]) => ({
  owner,
  counterparty,
  status,
  set,
  notes,
  was,
  remind: REMINDERS[`${owner}>${counterparty}`],
}));

/** Who sets a participant's side. */
export const documentationAuthor = (owner: EntityCode): string => `admin@${owner.toLowerCase()}.example`;
