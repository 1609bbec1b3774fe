/** How the installation is doing, as it is doing it. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { number, t, type TextKey } from "../i18n.ts";
import { Page, waiting } from "../parts/page.ts";

const AGAIN_MS = 5_000;

type Figures = Record<string, number>;

interface Tile {
  title: TextKey;
  figure: string;
  /** "count": how many there are; "seconds": how long; "rate": it only grows, how fast is what matters. */
  kind: "count" | "seconds" | "rate";
  /** Whether anything but none asks for somebody to look. */
  alarming?: boolean;
  link?: string;
}

const TILES: readonly Tile[] = [
  { title: "figures.queue", figure: "posthorn_queue_depth", kind: "count", link: "/queue" },
  { title: "figures.oldest", figure: "posthorn_queue_oldest_age_seconds", kind: "seconds", link: "/queue" },
  { title: "figures.held", figure: "posthorn_queue_held", kind: "count", alarming: true, link: "/queue?state=held" },
  { title: "figures.broken", figure: "posthorn_queue_broken", kind: "count", alarming: true },
  { title: "figures.accepted", figure: "posthorn_mail_accepted_total", kind: "rate" },
  { title: "figures.delivered", figure: "posthorn_mail_delivered_total", kind: "rate" },
  { title: "figures.relayed", figure: "posthorn_mail_relayed_total", kind: "rate" },
  { title: "figures.deferred", figure: "posthorn_mail_deferred_total", kind: "rate" },
  { title: "figures.bounced", figure: "posthorn_mail_bounced_total", kind: "rate" },
  { title: "figures.refused", figure: "posthorn_mail_refused_total", kind: "rate" },
  { title: "figures.sessions", figure: "posthorn_sessions", kind: "count" },
  { title: "figures.stuck", figure: "posthorn_mailbox_accounts_stuck", kind: "count", alarming: true },
];

class FiguresPage extends Page {
  static override properties = { figures: { state: true }, perMinute: { state: true } };

  declare figures: Figures | undefined;
  /** How fast each has grown since the last look. */
  declare perMinute: Figures;

  private seen = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.figures = undefined;
    this.perMinute = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
    this.timer = setInterval(() => {
      if (!document.hidden) {
        void this.attempt(() => this.load());
      }
    }, AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    const before = this.figures;
    const figures = await call<Figures>("GET", "/v1/figures");
    const now = performance.now();
    if (before !== undefined) {
      const minutes = (now - this.seen) / 60_000;
      this.perMinute = Object.fromEntries(
        Object.entries(figures).map(([name, value]) => [name, Math.max(0, value - (before[name] ?? value)) / minutes]),
      );
    }
    this.seen = now;
    this.figures = figures;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("figures.lead", { seconds: AGAIN_MS / 1000 })}</p>
      ${this.outcome()}
      ${this.figures === undefined ? (this.problem === undefined ? waiting() : nothing) : this.shown(this.figures)}
    `;
  }

  private shown(figures: Figures): TemplateResult {
    return html`
      <dl class="tiles">${TILES.map((tile) => this.tile(tile, figures[tile.figure]))}</dl>
      <details>
        <summary>${t("figures.all")}</summary>
        <dl class="figures">
          ${Object.entries(figures).map(([name, value]) => html`<div><dt><code>${name}</code></dt><dd>${number(value)}</dd></div>`)}
        </dl>
      </details>
    `;
  }

  private tile(tile: Tile, value: number | undefined): unknown {
    if (value === undefined) {
      return nothing;
    }
    return html`
      <div class="tile ${tile.alarming === true && value > 0 ? "alarming" : ""}">
        <dt>${tile.link === undefined ? t(tile.title) : html`<a href=${tile.link}>${t(tile.title)}</a>`}</dt>
        <dd>${tile.kind === "seconds" ? duration(value) : number(value)}</dd>
        ${tile.kind === "rate" ? html`<dd class="hint">${t("figures.per-minute", { count: number(Math.round(this.perMinute[tile.figure] ?? 0)) })}</dd>` : nothing}
      </div>
    `;
  }
}

function duration(seconds: number): string {
  if (seconds < 60) {
    return t("figures.seconds", { count: Math.round(seconds) });
  }
  return seconds < 7200
    ? t("figures.minutes", { count: Math.round(seconds / 60) })
    : t("figures.hours", { count: Math.round(seconds / 3600) });
}

customElements.define("figures-page", FiguresPage);
