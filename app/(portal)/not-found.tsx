import { NotAvailable } from "@/components/portal/not-available";

export default function NotFound() {
  return (
    <div className="p-4 sm:p-6">
      <NotAvailable />
    </div>
  );
}
