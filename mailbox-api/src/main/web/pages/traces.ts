/** Where a mail of mine is, in words. */
import { html, nothing, type TemplateResult } from "lit";
import { call, type Items, segment } from "../api.ts";
import { ago, t, time } from "../i18n.ts";
import { field, value } from "../parts/forms.ts";
import { Page, waiting } from "../parts/page.ts";

const ME = "/v1/accounts/me/traces";
const SHOWN_AT_ONCE = 20;

/** A mail of the owner. */
interface Trace {
  /** Its Message-ID; empty: it has none, and then nothing more is known. */
  id: string;
  time?: string;
  to?: string[];
  subject?: string;
  /** Where it is now, in a sentence. */
  summary?: string;
  events?: TraceEvent[];
}

interface TraceEvent {
  time: string;
  /** To whom it happened; empty: to the message as a whole. */
  recipient: string;
  text: string;
  /** What to do about it; empty: nothing. */
  advice: string;
  /** What another server said; empty: nothing. */
  reply: string;
  nextAttempt?: string;
}

class TracesPage extends Page {
  static override properties = {
    items: { state: true },
    next: { state: true },
    opened: { state: true },
    asked: { state: true },
  };

  declare items: Trace[] | undefined;
  declare next: string | undefined;
  declare opened: Trace | undefined;
  /** One that was asked for by its Message-ID. */
  declare asked: Trace | undefined;

  constructor() {
    super();
    this.items = undefined;
    this.next = undefined;
    this.opened = undefined;
    this.asked = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
  }

  protected override languageChanged(): void {
    this.opened = undefined;
    this.asked = undefined;
    void this.attempt(() => this.load());
  }

  private async load(cursor?: string): Promise<void> {
    const more = cursor === undefined ? "" : "&cursor=" + encodeURIComponent(cursor);
    const page = await call<Items<Trace>>("GET", ME + "?limit=" + SHOWN_AT_ONCE + more);
    this.items = [...(cursor === undefined ? [] : this.items ?? []), ...page.items];
    this.next = page.next;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("traces.lead")}</p>
      ${this.outcome()}
      ${this.items === undefined ? (this.busy ? waiting() : nothing) : this.list(this.items)}
      <section class="card">
        <h2>${t("traces.ask")}</h2>
        <p>${t("traces.ask.text")}</p>
        <form @submit=${this.ask}>
          ${field({ name: "id", prefix: "trace-", label: t("traces.id"), required: true, maxlength: 998 })}
          <div class="actions"><button class="plain" ?disabled=${this.busy}>${t("traces.open")}</button></div>
        </form>
        ${this.asked === undefined ? nothing : html`<p><strong>${this.asked.summary}</strong></p>${this.way(this.asked)}`}
      </section>
    `;
  }

  private list(items: Trace[]): TemplateResult {
    return html`
      <section class="card">
        ${items.length === 0 ? html`<p>${t("traces.none")}</p>` : html`<ul class="rows">${items.map((each) => this.row(each))}</ul>`}
        ${this.next === undefined ? nothing : html`
          <div class="actions"><button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.attempt(() => this.load(this.next))}>${t("more")}</button></div>
        `}
      </section>
    `;
  }

  private row(trace: Trace): TemplateResult {
    const open = this.opened?.id === trace.id ? this.opened : undefined;
    return html`
      <li>
        <p><strong>${trace.subject || t("traces.no-subject")}</strong></p>
        <p class="hint">
          ${trace.time === undefined ? nothing : html`<time datetime=${trace.time} title=${time(trace.time)}>${ago(trace.time)}</time>`}
          ${trace.to?.length ? html` · ${t("traces.to", { addresses: trace.to.join(", ") })}` : nothing}
        </p>
        ${trace.summary ? html`<p>${trace.summary}</p>` : nothing}
        ${trace.id === "" ? nothing : html`
          <button type="button" class="link" aria-expanded=${open === undefined ? "false" : "true"} @click=${() => this.toggle(trace)}>
            ${open === undefined ? t("traces.open") : t("traces.close")}<span class="unseen">: ${trace.subject ?? ""}</span>
          </button>
        `}
        ${open === undefined ? nothing : this.way(open)}
      </li>
    `;
  }

  private way(trace: Trace): TemplateResult {
    return html`
      <ol class="events">${(trace.events ?? []).map((event) => this.event(event))}</ol>
    `;
  }

  private event(event: TraceEvent): TemplateResult {
    return html`
      <li>
        <time datetime=${event.time}>${time(event.time)}</time>
        ${event.recipient ? html`<strong>${event.recipient}</strong>:` : nothing} ${event.text}
        ${event.nextAttempt ? t("traces.next", { time: time(event.nextAttempt) }) : nothing}
        ${event.advice ? html`<p>${event.advice}</p>` : nothing}
        ${event.reply ? html`<p class="hint"><code>${event.reply}</code></p>` : nothing}
      </li>
    `;
  }

  private async ask(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const id = value(event, "id").replace(/^<|>$/g, "");
    this.asked = undefined;
    await this.attempt(async () => {
      this.asked = await call<Trace>("GET", ME + "/" + segment(id));
    });
  }

  private async toggle(trace: Trace): Promise<void> {
    if (this.opened?.id === trace.id) {
      this.opened = undefined;
      return;
    }
    await this.attempt(async () => {
      this.opened = { ...await call<Trace>("GET", ME + "/" + segment(trace.id)), id: trace.id };
    });
  }
}

customElements.define("traces-page", TracesPage);
