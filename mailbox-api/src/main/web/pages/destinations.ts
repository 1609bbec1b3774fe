/** Where mail waits to go, and what the hosts there said last. */
import { html, nothing, type TemplateResult } from "lit";
import { call, type Items } from "../api.ts";
import { ago, number, t } from "../i18n.ts";
import { reply } from "../operators/queue-entries.ts";
import { Page, waiting } from "../parts/page.ts";

/** Recipients that wait for the same hosts. */
interface Destination {
  destination: string;
  waiting: number;
  held: number;
  /** When the oldest of their messages was accepted. */
  oldest?: string;
  next?: string;
  lastHost: string;
  lastReply: string;
  lastAt?: string;
}

interface Depths extends Items<Destination> {
  /** Messages that were counted. */
  messages: number;
  /** Whether these are all. */
  complete: boolean;
}

/** Hosts of others, and how fast they are given mail. */
interface Site {
  site: string;
  connections: number;
  /** 0: no bound. */
  perMinute: number;
  lostInRow: number;
  lastHost: string;
  lastReply: string;
  lastAt?: string;
}

class DestinationsPage extends Page {
  static override properties = { depths: { state: true }, sites: { state: true } };

  declare depths: Depths | undefined;
  declare sites: Site[];

  constructor() {
    super();
    this.depths = undefined;
    this.sites = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
  }

  private async load(): Promise<void> {
    const [depths, sites] = await Promise.all([
      call<Depths>("GET", "/v1/queue/destinations"),
      call<Items<Site>>("GET", "/v1/sites"),
    ]);
    this.depths = depths;
    this.sites = sites.items;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("destinations.lead")}</p>
      ${this.outcome()}
      ${this.depths === undefined ? (this.busy ? waiting() : nothing) : this.found(this.depths)}
    `;
  }

  private found({ items, messages, complete }: Depths): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("destinations.waiting")}</h2>
        ${complete ? nothing : html`<p class="hint">${t("destinations.some", { count: number(messages) })}</p>`}
        ${items.length === 0 ? html`<p>${t("destinations.none")}</p>` : html`<ul class="rows">${items.map(destination)}</ul>`}
      </section>
      <section class="card">
        <h2>${t("destinations.sites")}</h2>
        <p class="hint">${t("destinations.sites.text")}</p>
        ${this.sites.length === 0 ? html`<p>${t("destinations.sites.none")}</p>` : html`<ul class="rows">${this.sites.map(site)}</ul>`}
      </section>
      <div class="actions"><button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.attempt(() => this.load())}>${t("refresh")}</button></div>
    `;
  }
}

function destination(each: Destination): TemplateResult {
  return html`
    <li>
      <p><a href=${"/queue?destination=" + encodeURIComponent(each.destination)}><strong>${each.destination}</strong></a>
        <span class="tag">${t("destinations.count.waiting", { count: number(each.waiting) })}</span>
        ${each.held === 0 ? nothing : html`<span class="tag warn">${t("destinations.count.held", { count: number(each.held) })}</span>`}
      </p>
      <p class="hint">
        ${each.oldest === undefined ? nothing : t("destinations.oldest", { when: ago(each.oldest) })}
        ${each.next === undefined ? nothing : html` · ${t("queue.next", { when: ago(each.next) })}`}
      </p>
      ${reply(each.lastHost, each.lastReply)}
    </li>
  `;
}

function site(each: Site): TemplateResult {
  return html`
    <li>
      <p><strong>${each.site}</strong>
        ${each.lostInRow === 0 ? nothing : html`<span class="tag bad">${t("destinations.lost", { count: each.lostInRow })}</span>`}
      </p>
      <p class="hint">
        ${t("destinations.connections", { count: each.connections })}
        ${each.perMinute === 0 ? nothing : html` · ${t("destinations.per-minute", { count: number(each.perMinute) })}`}
        ${each.lastAt === undefined ? nothing : html` · ${t("destinations.last", { when: ago(each.lastAt) })}`}
      </p>
      ${reply(each.lastHost, each.lastReply)}
    </li>
  `;
}

customElements.define("destinations-page", DestinationsPage);
