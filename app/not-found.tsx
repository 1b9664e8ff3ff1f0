import { NotAvailable } from "@/components/portal/not-available";

export default function NotFound() {
  return (
    <main className="grid flex-1 place-content-center p-6">
      <NotAvailable />
    </main>
  );
}
