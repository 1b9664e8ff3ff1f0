import { notFound } from "next/navigation";
import { requireTab } from "@/lib/adapters/web/require-tab";

/** An unknown address gets the same answer as a page the user may not open. */
export default async function UnknownPage() {
  await requireTab("home", async () => true);
  notFound();
}
