/** The messages of a mailbox, newest first. */
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { call, type Items } from "../api.ts";
import { language, t, time } from "../i18n.ts";
import { Page, waiting } from "../parts/page.ts";
import { calledBy, has, mailboxPath, subjectOf, type Summary } from "./mailboxes.ts";
import { address } from "./place.ts";

const SHOWN_AT_ONCE = 50;
/** As many as the API gives at once. */
const MOST_AT_ONCE = 1000;

const BACK = icon(svg`<path d="M7 3 3 7l4 4M3 7h6a4 4 0 0 1 4 4v2" />`);
const CLIP = icon(svg`<path d="m13 7-5.5 5.5a3 3 0 0 1-4.2-4.2L9 2.6a2 2 0 0 1 2.8 2.8L6.3 10.9a1 1 0 0 1-1.4-1.4L10 4.5" />`);
const STAR = icon(svg`<path fill="currentColor" d="m8 2 1.8 3.8 4.2.6-3 2.9.7 4.1L8 11.4l-3.7 2 .7-4.1-3-2.9 4.2-.6z" />`);

/** Tells its parent `mail-come` with a Summary when a message has come that was not there. */
export class MailList extends Page {
  static override properties = {
    mailbox: { attribute: false },
    search: { attribute: false },
    chosen: { attribute: false },
    outgoing: { attribute: false },
    items: { state: true },
    next: { state: true },
  };

  declare mailbox: string;
  declare search: string;
  /** UID of the message that is shown beside the list. */
  declare chosen: number | undefined;
  /** Whether these were written here: then it matters to whom. */
  declare outgoing: boolean;
  declare items: Summary[] | undefined;
  declare next: string | undefined;

  private asked = new AbortController();

  constructor() {
    super();
    this.mailbox = "";
    this.search = "";
    this.chosen = undefined;
    this.outgoing = false;
    this.items = undefined;
    this.next = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("mailbox") || changed.has("search")) {
      this.items = undefined;
      this.next = undefined;
      void this.load(SHOWN_AT_ONCE);
    }
  }

  /** Asks again for what is shown. */
  async refresh(): Promise<void> {
    const before = this.items;
    const newest = before?.[0]?.uid ?? 0;
    const most = Math.min(Math.max(SHOWN_AT_ONCE, before?.length ?? 0), MOST_AT_ONCE);
    await this.load(most);
    const come = this.items?.[0];
    if (before !== undefined && come !== undefined && come.uid > newest && !has(come, "\\Seen")) {
      this.dispatchEvent(new CustomEvent("mail-come", { detail: come }));
    }
  }

  /** What stands next to a message: where to go on when it has left the list. */
  beside(uid: number): number | undefined {
    const items = this.items ?? [];
    const at = items.findIndex((each) => each.uid === uid);
    return at < 0 ? undefined : (items[at + 1] ?? items[at - 1])?.uid;
  }

  /** What was done to a message is shown before the server tells of it. */
  changeFlag(uid: number, flag: string, on: boolean): void {
    this.items = this.items?.map((each) =>
      each.uid !== uid ? each : { ...each, flags: [...each.flags.filter((one) => one !== flag), ...(on ? [flag] : [])] }
    );
  }

  leave(uid: number): void {
    this.items = this.items?.filter((each) => each.uid !== uid);
  }

  focusOn(uid: number): void {
    this.querySelector<HTMLElement>(`a[data-uid="${uid}"]`)?.focus();
  }

  /** The latest question counts: an answer to an earlier one is dropped. */
  private async load(limit: number, cursor?: string): Promise<void> {
    this.asked.abort();
    const asked = new AbortController();
    this.asked = asked;
    const query = new URLSearchParams({ limit: String(limit) });
    if (this.search !== "") {
      query.set("search", this.search);
    }
    if (cursor !== undefined) {
      query.set("cursor", cursor);
    }
    const path = mailboxPath(this.mailbox) + "/messages?" + query.toString();
    this.busy = false;
    await this.attempt(async () => {
      try {
        const page = await call<Items<Summary>>("GET", path, undefined, { signal: asked.signal });
        this.items = [...(cursor === undefined ? [] : this.items ?? []), ...page.items];
        this.next = page.next;
      } catch (failure) {
        if (!asked.signal.aborted) {
          throw failure;
        }
      }
    });
  }

  protected override render(): TemplateResult {
    return html`
      ${this.outcome()}
      ${this.items === undefined ? (this.problem === undefined ? waiting() : nothing) : this.list(this.items)}
    `;
  }

  private list(items: Summary[]): TemplateResult {
    if (items.length === 0) {
      return html`<p class="mail-none">${this.search === "" ? t("mail.empty") : t("mail.nothing-found")}</p>`;
    }
    return html`
      <ul class="mail-rows" @keydown=${this.onKey}>
        ${repeat(items, (each) => each.uid, (each) => html`<li>${this.row(each)}</li>`)}
      </ul>
      ${this.next === undefined ? nothing : html`
        <div class="mail-more">
          <button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.load(SHOWN_AT_ONCE, this.next)}>${t("mail.more")}</button>
        </div>
      `}
    `;
  }

  private row(message: Summary): TemplateResult {
    const unread = !has(message, "\\Seen");
    const people = this.outgoing ? message.to : message.from;
    const who = people.map(calledBy).join(", ") || (this.outgoing ? t("mail.to-nobody") : t("mail.from-nobody"));
    return html`
      <a
        class="mail-row ${unread ? "unread" : ""}"
        href=${address({ mailbox: this.mailbox, search: this.search, uid: message.uid })}
        data-uid=${message.uid}
        aria-current=${message.uid === this.chosen ? "true" : nothing}
      >
        <span class="mail-row-who">
          ${unread ? html`<span class="unseen">${t("mail.unread")}: </span>` : nothing}<bdi>${who}</bdi>
        </span>
        <time class="mail-row-time" datetime=${message.received} title=${time(message.received)}>${brief(message.received)}</time>
        <span class="mail-row-subject"><bdi>${subjectOf(message)}</bdi></span>
        <span class="mail-row-marks">
          ${has(message, "\\Answered") ? mark(BACK, t("mail.answered")) : nothing}
          ${message.hasAttachments ? mark(CLIP, t("mail.has-attachments")) : nothing}
          ${has(message, "\\Flagged") ? mark(STAR, t("mail.flagged")) : nothing}
        </span>
        <span class="mail-row-preview"><bdi>${message.preview}</bdi></span>
      </a>
    `;
  }

  /** Up and down go from row to row, Home and End to the first and the last. */
  private onKey(event: KeyboardEvent): void {
    const rows = [...this.querySelectorAll<HTMLElement>(".mail-row")];
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = new Map([["ArrowDown", at + 1], ["ArrowUp", at - 1], ["Home", 0], ["End", rows.length - 1]]).get(event.key);
    if (at >= 0 && to !== undefined && rows[to] !== undefined) {
      event.preventDefault();
      rows[to].focus();
    }
  }
}

function icon(path: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${path}</svg>`;
}

function mark(sign: TemplateResult, words: string): TemplateResult {
  return html`<span title=${words}>${sign}<span class="unseen">${words}</span></span>`;
}

/** Today the hour, this year the day, else the date. */
function brief(rfc3339: string): string {
  const then = new Date(rfc3339);
  const now = new Date();
  const format: Intl.DateTimeFormatOptions = then.toDateString() === now.toDateString()
    ? { timeStyle: "short" }
    : then.getFullYear() === now.getFullYear()
    ? { day: "numeric", month: "short" }
    : { dateStyle: "short" };
  return new Intl.DateTimeFormat(language(), format).format(then);
}

customElements.define("mail-list", MailList);
