/** Tells at once of what happens to the mail (server-sent events). */
import { ME } from "./mailboxes.ts";

/** What the server tells of, and that it cannot tell what happened in between. */
const EVENTS = ["messages", "flags", "expunged", "mailboxes", "resume"] as const;

/**
 * After the server has refused, and then without being told; when the line only breaks, the browser
 * comes back by itself.
 */
const TRY_AGAIN_MS = 20_000;

/**
 * Calls back whenever a mailbox has changed, and after each break, in which something may have;
 * the answer ends that.
 */
export function watch(changed: () => void): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let broken = false;
  const begin = (): void => {
    source = new EventSource(ME + "/events");
    source.addEventListener("open", () => {
      if (broken) {
        broken = false;
        changed();
      }
    });
    EVENTS.forEach((name) => source?.addEventListener(name, changed));
    source.addEventListener("error", () => {
      broken = true;
      if (source?.readyState === EventSource.CLOSED) {
        again = setTimeout(() => {
          changed();
          begin();
        }, TRY_AGAIN_MS);
      }
    });
  };
  begin();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}
