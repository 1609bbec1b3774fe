/** The account at a glance. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { number, octets, t } from "../i18n.ts";
import { Page } from "../parts/page.ts";
import { session } from "../session.ts";

/** How much of something is used; without a limit it is absent. */
interface Usage {
  used: number;
  limit?: number;
}

interface Quota {
  octets: Usage;
  messages: Usage;
}

const NEARLY = 0.8;
const FULL = 0.95;

const WAYS = [
  ["/messages", "mail.title", "account.mail"],
  ["/client", "client.title", "account.client"],
  ["/security", "security.title", "account.security"],
  ["/sign-ins", "sign-ins.title", "account.sign-ins"],
  ["/delivery", "delivery.title", "account.delivery"],
  ["/traces", "traces.title", "account.traces"],
] as const;

class AccountPage extends Page {
  static override properties = { quota: { state: true } };

  declare quota: Quota | undefined;

  constructor() {
    super();
    this.quota = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.quota = await call<Quota>("GET", "/v1/accounts/me/quota");
    });
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("account.hello", { address: session()?.address ?? "" })}</p>
      ${this.outcome()}
      ${session()?.passwordOld ? html`<p class="card"><a href="/security">${t("account.password-old")}</a></p>` : nothing}
      ${this.quota === undefined ? nothing : html`
        <section class="card">
          <h2>${t("quota")}</h2>
          ${this.bar("quota-octets", t("quota.octets"), this.quota.octets, octets)}
          ${this.bar("quota-messages", t("quota.messages"), this.quota.messages, number)}
        </section>
      `}
      <ul class="ways">
        ${WAYS.map(([path, title, text]) => html`
          <li><a class="card" href=${path}><h2>${t(title)}</h2><p>${t(text)}</p></a></li>
        `)}
      </ul>
    `;
  }

  private bar(id: string, name: string, usage: Usage, words: (value: number) => string): TemplateResult {
    const limit = usage.limit ?? 0;
    if (limit <= 0) {
      return html`<p><span class="label">${name}</span> ${t("quota.unlimited", { used: words(usage.used) })}</p>`;
    }
    const share = Math.min(usage.used / limit, 1);
    const text = t("quota.of", { used: words(usage.used), limit: words(limit) });
    return html`
      <div class="quota">
        <p><span class="label" id=${id}>${name}</span> <span>${text}</span></p>
        <div
          class="meter ${share >= FULL ? "bad" : share >= NEARLY ? "warn" : ""}"
          role="meter"
          aria-labelledby=${id}
          aria-valuemin="0"
          aria-valuemax=${limit}
          aria-valuenow=${Math.min(usage.used, limit)}
          aria-valuetext=${text}
        >
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${share * 100} height="1" /></svg>
        </div>
        ${share >= NEARLY ? html`<p class="hint">${share >= 1 ? t("quota.full") : t("quota.nearly")}</p>` : nothing}
      </div>
    `;
  }
}

customElements.define("account-page", AccountPage);
