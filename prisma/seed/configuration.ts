import { firstContent } from "@/lib/domain/configuration/first-content";
import { daysAgo } from "./clock";

/** The first configuration of the demo world's market. */
export const firstConfiguration = {
  number: 1,
  content: firstContent,
  note: "The market’s first configuration.",
  author: "operator@aex.example",
  appliedAt: daysAgo(418, "16:45"),
};
