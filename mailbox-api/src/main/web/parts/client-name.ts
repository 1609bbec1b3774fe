/** What a program calls itself, in a few words. */

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Headless)?(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
];

/** Of a browser's long line (User-Agent) its name and its system; other names stay as they are. */
export function clientName(told: string): string {
  if (!told.startsWith("Mozilla/")) {
    return told;
  }
  const first = (of: readonly [RegExp, string][]): string[] => of.filter(([mark]) => mark.test(told)).map(([, name]) => name).slice(0, 1);
  const known = [...first(BROWSERS), ...first(SYSTEMS)];
  return known.length === 0 ? told : known.join(", ");
}
