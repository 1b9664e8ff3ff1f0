import { Button } from "@/components/ui/button";

/** Leads to the directory. A plain form: the answer is a redirect to another site. */
export function SignInForm({ returnTo, label, directory }: { returnTo?: string | undefined; label?: string; directory: "entra" | "local" }) {
  return (
    <form action="/api/auth/signin/azure-ad" method="post" className="grid">
      {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
      <Button variant="primary">{label ?? (directory === "entra" ? "Sign in with Microsoft" : "Sign in with the local directory")}</Button>
    </form>
  );
}
