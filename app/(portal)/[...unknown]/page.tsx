import { notFound } from "next/navigation";
import { requireTab } from "@/lib/adapters/web/require-tab";

/** Any other address: answered like a page that is not this person's to open. */
export default async function UnknownPage() {
  await requireTab("home", async () => true);
  notFound();
}
