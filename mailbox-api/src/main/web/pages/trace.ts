/** What happened to one message, for operators, in words. */
import { html, nothing, type TemplateResult } from "lit";
import { call, segment } from "../api.ts";
import { octets, t, textOf, time } from "../i18n.ts";
import { meaning, reply } from "../operators/queue-entries.ts";
import { field, value } from "../parts/forms.ts";
import { Page } from "../parts/page.ts";
import { go, onQuery } from "../router.ts";

interface TraceEvent {
  messageId: string;
  kind: string;
  recipient: string;
  at?: string;
  host: string;
  reply: string;
  nextAttempt?: string;
  reversePath: string;
  size: number;
  recipientCount: number;
  explanation: string;
  advice: string;
}

interface Trace {
  id: string;
  events: TraceEvent[];
}

class TracePage extends Page {
  static override properties = { trace: { state: true } };

  declare trace: Trace | undefined;

  private noMoreQuery = (): void => {};

  constructor() {
    super();
    this.trace = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreQuery = onQuery(() => this.look());
    this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreQuery();
  }

  protected override languageChanged(): void {
    this.look();
  }

  private look(): void {
    const id = asked();
    this.trace = undefined;
    if (id !== "") {
      void this.attempt(async () => {
        this.trace = await call<Trace>("GET", "/v1/traces/" + segment(id));
      });
    }
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("trace.lead")}</p>
      <form class="filters" role="search" @submit=${this.find}>
        ${field({ name: "id", label: t("trace.id"), value: asked(), required: true, maxlength: 1000 })}
        <button ?disabled=${this.busy}>${t("trace.find")}</button>
      </form>
      ${this.outcome()}
      ${this.trace === undefined ? nothing : html`
        <section class="card">
          <h2>${this.trace.id}</h2>
          <ol class="rows">${this.trace.events.map(event)}</ol>
        </section>
      `}
    `;
  }

  private find(submitted: SubmitEvent): void {
    submitted.preventDefault();
    go("/trace?id=" + encodeURIComponent(value(submitted, "id")));
  }
}

function asked(): string {
  return new URLSearchParams(location.search).get("id") ?? "";
}

function event(each: TraceEvent): TemplateResult {
  const words = textOf("trace.kind." + each.kind, {
    recipient: each.recipient,
    host: each.host,
    sender: each.reversePath === "" ? t("queue.no-sender") : each.reversePath,
    count: each.recipientCount,
    size: octets(each.size),
  });
  return html`
    <li>
      <p>${each.at === undefined ? nothing : html`<time class="hint" datetime=${each.at}>${time(each.at)}</time> · `}${words ?? each.kind}</p>
      ${each.nextAttempt === undefined ? nothing : html`<p class="hint">${t("trace.next", { time: time(each.nextAttempt) })}</p>`}
      ${reply(each.host, each.reply)}
      ${meaning(each.explanation, each.advice)}
    </li>
  `;
}

customElements.define("trace-page", TracePage);
