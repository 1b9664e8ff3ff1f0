import { requireTab } from "@/lib/adapters/web/require-tab";

/** The desk itself is drawn by the shell; the panel stays closed. */
export default async function DeskPage() {
  await requireTab("home", async () => true);
  return <h1 className="sr-only">Desk</h1>;
}
