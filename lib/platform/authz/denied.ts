import { Refusal } from "@/lib/platform/refusal";
import type { DenialReason } from "./decide";
import type { Explanation } from "./explain";

/** A refused access, with the reason and an explanation for the person. Its decision is on the record already. */
export class Denied extends Refusal {
  override name = "Denied";
  constructor(
    readonly reason: DenialReason,
    readonly explanation: Explanation,
  ) {
    super("NOT_AUTHORISED", [explanation.sentence, explanation.remedy].filter(Boolean).join(" "));
  }
}
