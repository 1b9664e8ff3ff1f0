import { notFound } from "next/navigation";
import { openPage } from "@/lib/adapters/web/page";
import { unknownAddressQuery } from "@/lib/domain/home";

/** An unknown address gets the same answer as a page the user may not open. */
export default async function UnknownPage() {
  await openPage(unknownAddressQuery, {});
  notFound();
}
