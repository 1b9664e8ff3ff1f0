/** An e-mail address that breaks before its domain, where it has to break at all. */
export function Email({ address }: { address: string }) {
  const [name = "", ...domain] = address.split(/(?=@)/);
  return (
    <>
      {name}
      <wbr />
      {domain.join("")}
    </>
  );
}
