/** Plain text, its addresses of the web made links. */
import { html } from "lit";

const WEB_ADDRESS = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,:;!?)\]}]/g;

/** Nothing of it is read as HTML; links tell nobody where they were followed. */
export function linked(text: string): unknown[] {
  const parts: unknown[] = [];
  let end = 0;
  for (const found of text.matchAll(WEB_ADDRESS)) {
    parts.push(text.slice(end, found.index));
    parts.push(html`<a href=${found[0]} target="_blank" rel="noopener noreferrer">${found[0]}</a>`);
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}
