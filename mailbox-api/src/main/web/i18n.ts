/** Texts of the pages in the language of the browser, or in the one that was chosen. */
import de from "./texts/de.json" with { type: "json" };
import en from "./texts/en.json" with { type: "json" };

export type TextKey = keyof typeof en;
export type Language = "en" | "de";
export type Values = Record<string, string | number>;

export const LANGUAGES: readonly Language[] = ["en", "de"];

const STORED = "posthorn-language";
const TEXTS: Record<Language, Record<TextKey, string>> = { en, de };
const listeners = new Set<() => void>();

let current: Language = stored() ?? preferred();
document.documentElement.lang = current;

function stored(): Language | undefined {
  const chosen = localStorage.getItem(STORED);
  return LANGUAGES.find((language) => language === chosen);
}

/** The first language of the browser that there is here; else English. */
function preferred(): Language {
  for (const wanted of navigator.languages) {
    const known = LANGUAGES.find((language) => wanted.toLowerCase().split("-")[0] === language);
    if (known !== undefined) {
      return known;
    }
  }
  return "en";
}

export function language(): Language {
  return current;
}

/** Shows everything in another language, and keeps it for this browser. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(STORED, chosen);
  change(chosen);
}

/** Shows everything in the language of an account, unless another was chosen in this browser. */
export function suggestLanguage(tag: string | undefined): void {
  const known = LANGUAGES.find((each) => each === tag);
  if (known !== undefined && known !== current && stored() === undefined) {
    change(known);
  }
}

function change(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  listeners.forEach((listener) => listener());
}

/** Calls back whenever another language is chosen; the answer ends that. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A text, with `{name}` replaced by the value of that name. */
export function t(key: TextKey, values: Values = {}): string {
  return TEXTS[current][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole
  );
}

/** The text of a key that was put together while running; undefined where there is none. */
export function textOf(key: string, values: Values = {}): string | undefined {
  return key in en ? t(key as TextKey, values) : undefined;
}

/** A time as people of this language write it, to the minute. */
export function time(rfc3339: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: "medium", timeStyle: "short" })
    .format(new Date(rfc3339));
}

/** The day of a moment, or a day without one (`2026-11-29`), as people of this language write it. */
export function day(rfc3339: string): string {
  const zone: Intl.DateTimeFormatOptions = rfc3339.includes("T") ? {} : { timeZone: "UTC" };
  return new Intl.DateTimeFormat(current, { dateStyle: "medium", ...zone }).format(new Date(rfc3339));
}

/** How long ago something was, in the largest unit that fits. */
export function ago(rfc3339: string): string {
  const seconds = Math.round((Date.parse(rfc3339) - Date.now()) / 1000);
  const units: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(current, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export function number(value: number): string {
  return new Intl.NumberFormat(current).format(value);
}

/** Octets in the unit that people would take; a kilobyte is 1000 octets. */
export function octets(value: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1);
  return new Intl.NumberFormat(current, {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: value / 1000 ** power < 10 && power > 0 ? 1 : 0,
  }).format(value / 1000 ** power);
}
