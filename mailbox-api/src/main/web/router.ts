/** Where the browser is. Links are followed without loading the page anew. */

const pathListeners = new Set<() => void>();
const queryListeners = new Set<() => void>();
let shown = location.pathname;

addEventListener("popstate", changed);

/** Calls back when another page is shown. */
export function onPath(listener: () => void): void {
  pathListeners.add(listener);
}

/** Calls back when the same page is asked for something else; the answer ends that. */
export function onQuery(listener: () => void): () => void {
  queryListeners.add(listener);
  return () => queryListeners.delete(listener);
}

export function path(): string {
  return location.pathname;
}

/** Shows the page of a path; `replace` leaves no way back to where the browser was. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", to);
  } else {
    history.pushState(null, "", to);
  }
  changed();
}

function changed(): void {
  const listeners = location.pathname === shown ? queryListeners : pathListeners;
  shown = location.pathname;
  listeners.forEach((listener) => listener());
}

/** A click on a link to one of the pages, unless it asks for a new tab or a download. */
export function followLinks(root: HTMLElement, isPage: (path: string) => boolean): void {
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (
      link === null || !plain || event.defaultPrevented || link.target !== "" || link.hasAttribute("download") ||
      link.origin !== location.origin || !isPage(link.pathname)
    ) {
      return;
    }
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
