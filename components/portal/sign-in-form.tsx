import { Button } from "@/components/ui/button";
import type { LocalPath } from "@/lib/platform/local-path";

type Props = {
  returnTo?: LocalPath | undefined;
  label?: string;
  directory: "entra" | "local";
  /** Makes the directory ask for the account even if it remembers one. */
  otherAccount?: boolean;
  /** The expected account. */
  loginHint?: string | undefined;
};

/** Starts sign-in at the directory. A plain form, because the answer redirects to another site. */
export function SignInForm({ returnTo, label, directory, otherAccount, loginHint }: Props) {
  return (
    <form action="/api/auth/signin/azure-ad" method="post" className="grid">
      {returnTo && <input type="hidden" name="returnTo" value={returnTo} />}
      {otherAccount && <input type="hidden" name="account" value="other" />}
      {loginHint && <input type="hidden" name="loginHint" value={loginHint} />}
      <Button variant="primary">{label ?? (directory === "entra" ? "Sign in with Microsoft" : "Sign in with the local directory")}</Button>
    </form>
  );
}
