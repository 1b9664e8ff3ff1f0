/** What addresses of one mailbox have in common: mail servers look neither at the case nor behind a + sign, and Google's not at dots. */
export function mailboxOf(address: string): string {
  const [name = "", domain = ""] = address.toLowerCase().split("@");
  const [bare = ""] = name.split(/(?<=.)\+/);
  return /^(gmail|googlemail)\.com$/.test(domain) ? `${bare.replaceAll(".", "")}@gmail.com` : `${bare}@${domain}`;
}
