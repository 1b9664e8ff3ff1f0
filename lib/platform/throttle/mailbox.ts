/**
 * The key for addresses of one mailbox: mail servers ignore case and anything after a + sign, and Google
 * ignores dots.
 */
export function mailboxOf(address: string): string {
  const [name = "", domain = ""] = address.toLowerCase().split("@");
  const [bare = ""] = name.split(/(?<=.)\+/);
  return /^(gmail|googlemail)\.com$/.test(domain) ? `${bare.replaceAll(".", "")}@gmail.com` : `${bare}@${domain}`;
}
