import { configuredText, isConfigured } from "@/lib/domain/configuration/model";
import type { FieldValue } from "@/lib/platform/audit/event";
import { printable } from "@/lib/platform/audit/printable";
import { isPermission, permissionInfo } from "@/lib/platform/authz/permissions";
import { isRoleKey, roleLabel } from "@/lib/platform/authz/roles";
import { formatInstant } from "@/lib/platform/time/format-instant";
import { STATUS_LABELS } from "./documentation";

/**
 * Formats a field's value for the audit log and comparisons: labels, Yes and No, amounts with units, times in a zone.
 */

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Fields whose values have labels; free text stays as written. */
const CODED = new Set(["state", "status", "kind", "operation", "session", "invite_guest", "set_role", "set_global", "revoke_sessions"]);
const WORD = /^[a-z]+([_-][a-z]+)*$/;
const DOCUMENTATION: Readonly<Record<string, string>> = STATUS_LABELS;

const day = new Intl.DateTimeFormat("en-NZ", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Null when nothing is recorded. */
export function recordedText(field: string, value: FieldValue, zone: string): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return String(value);
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return formatInstant(new Date(value), zone);
  if (DAY.test(value) && !Number.isNaN(Date.parse(value))) return day.format(new Date(value));
  if (isConfigured(field)) return printable(configuredText(field, value));
  if (CODED.has(field) && WORD.test(value)) return DOCUMENTATION[value] ?? sentence(value);
  if (/role$/i.test(field) && isRoleKey(value)) return roleLabel(value);
  if (isPermission(value)) return permissionInfo(value).label;
  return printable(value);
}

/** Turns `expiresAt` into "Expires at", `set_role` into "Set role", `products.profiles[EP].code` into "Products, profiles, EP, code". */
export function fieldLabel(field: string): string {
  const parts = printable(field).replaceAll("[", ".").replaceAll("]", "").split(".");
  return capitalised(parts.map((part) => (/^[a-z]/.test(part) ? inWords(part) : part)).join(", "));
}

/** Turns `entity.suspended` into "Entity suspended" and `end_sessions` into "End sessions". */
export const sentence = (name: string): string => capitalised(inWords(name.replaceAll(".", " ")));

const inWords = (name: string): string =>
  name
    .replace(/([A-Z])/g, " $1")
    .replace(/[_-]/g, " ")
    .toLowerCase();

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
