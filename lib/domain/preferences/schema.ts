import { z } from "zod";

/** Display preferences: stored in the browser, with no effect on decisions. */

export const THEMES = ["system", "light", "dark"] as const;
export const MARKET_ZONE = "Pacific/Auckland";
/** The market's zone, UTC, and the zones of participants' desks. */
export const ZONES = [MARKET_ZONE, "UTC", "Australia/Sydney", "Asia/Singapore", "Europe/London", "America/New_York"] as const;
export const PANEL_SIZES = ["half", "full"] as const;

export type Preferences = { readonly theme: (typeof THEMES)[number]; readonly zone: (typeof ZONES)[number]; readonly panel: (typeof PANEL_SIZES)[number] };

const fields = { theme: z.enum(THEMES), zone: z.enum(ZONES), panel: z.enum(PANEL_SIZES) };

/** The preferences one form sets; the others stay. */
export const preferencesInput = z.strictObject({ theme: fields.theme.optional(), zone: fields.zone.optional(), panel: fields.panel.optional() });

const stored = z.object({ theme: fields.theme.catch("system"), zone: fields.zone.catch(MARKET_ZONE), panel: fields.panel.catch("full") });

/** The clock that a query reads times on. */
export const zoneInput = fields.zone.default(MARKET_ZONE);

/** Preferences from stored values; missing or unknown ones take their default. */
export const preferencesFrom = (values: Readonly<Record<string, string | undefined>>): Preferences => stored.parse(values);

export const PREFERENCE_KEYS = ["theme", "zone", "panel"] as const satisfies readonly (keyof Preferences)[];
