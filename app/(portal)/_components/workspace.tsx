import { openPage } from "@/lib/adapters/web/page";
import { homeQuery } from "@/lib/domain/home";
import { preferences } from "@/lib/domain/preferences";
import { HomeSections } from "./home/home-page";

/** The workspace above a dragged-down panel: Home, read in its own scope. */
export async function Workspace() {
  const { home, principal } = await openPage(homeQuery, {});
  const { zone } = await preferences();
  return (
    <div className="p-4 sm:p-6">
      <HomeSections home={home} principal={principal} zone={zone} />
    </div>
  );
}
