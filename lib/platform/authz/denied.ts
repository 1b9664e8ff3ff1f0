import { Refusal } from "@/lib/platform/refusal";
import type { DenialReason } from "./decide";
import type { Explanation } from "./explain";

/** A denied access, with its reason and an explanation for the person. The decision is already recorded. */
export class Denied extends Refusal {
  override name = "Denied";
  constructor(
    readonly reason: DenialReason,
    readonly explanation: Explanation,
  ) {
    super("NOT_AUTHORISED", [explanation.sentence, explanation.remedy].filter(Boolean).join(" "));
  }
}
