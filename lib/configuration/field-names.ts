/** How people call a field of a configuration, and in what it is measured. */

const UNITS: ReadonlyMap<string, string> = new Map([
  ["tickSize", "NZD/MWh"],
  ["minimumPrice", "NZD/MWh"],
  ["maximumPrice", "NZD/MWh"],
  ["maximumQuantity", "MW"],
  ["minimumVolume", "MW per side"],
  ["maximumSpread", "%"],
]);

const lastOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** The unit of a field's value; undefined for what has none. */
export const unitOf = (path: string): string | undefined => UNITS.get(lastOf(path));

/** A path as people read it: `products.profiles[EP].periods[1].last` is "Products, profiles, EP, periods, 1, last". */
export function nameOfField(path: string): string {
  const words = path
    .replaceAll("[", ".")
    .replaceAll("]", "")
    .split(".")
    .map((part) => (/^[a-z]/.test(part) ? part.replace(/([A-Z])/g, " $1").toLowerCase() : part))
    .join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
