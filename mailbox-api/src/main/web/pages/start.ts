/** The first domain and its first account, then what is to be published in DNS. */
import { html, type TemplateResult } from "lit";
import { call, Problem, segment } from "../api.ts";
import { t } from "../i18n.ts";
import { field, sameTwice, secretValue, value } from "../parts/forms.ts";
import { Page } from "../parts/page.ts";
import { dnsRecords, type DnsRecord } from "../parts/dns-records.ts";
import { signOut } from "../session.ts";

interface Made {
  domain: string;
  address: string;
  records: DnsRecord[];
}

class StartPage extends Page {
  static override properties = { made: { state: true } };

  declare made: Made | undefined;

  constructor() {
    super();
    this.made = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${this.made === undefined ? t("start.text") : t("start.made", { address: this.made.address })}</p>
      ${this.outcome()}
      ${this.made === undefined ? this.form() : this.next(this.made)}
    `;
  }

  private form(): TemplateResult {
    return html`
      <section class="card">
        <form @submit=${this.make}>
          ${field({ name: "domain", label: t("start.domain"), hint: t("start.domain.hint"), required: true, maxlength: 253, placeholder: "example.org" })}
          ${field({ name: "name", label: t("start.name"), hint: t("start.name.hint"), required: true, maxlength: 64, autocomplete: "username" })}
          ${field({ name: "password", label: t("start.password"), type: "password", hint: t("password.hint"), required: true, maxlength: 1000, autocomplete: "new-password" })}
          ${field({ name: "again", label: t("start.password-again"), type: "password", required: true, maxlength: 1000, autocomplete: "new-password" })}
          <div class="actions"><button ?disabled=${this.busy}>${t("start.submit")}</button></div>
        </form>
      </section>
    `;
  }

  private next(made: Made): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("start.dns", { domain: made.domain })}</h2>
        <p>${t("start.dns.text")}</p>
        ${dnsRecords(made.records)}
      </section>
      <section class="card">
        <h2>${t("start.client")}</h2>
        <p>${t("start.client.text", { address: made.address })}</p>
        <div class="actions"><button type="button" @click=${() => void signOut()}>${t("start.client.go")}</button></div>
      </section>
    `;
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!sameTwice(event.currentTarget as HTMLFormElement, "password", "again")) {
      return;
    }
    const password = secretValue(event, "password");
    const domain = value(event, "domain").toLowerCase();
    const address = value(event, "name").replace(/@.*$/, "") + "@" + domain;
    await this.attempt(async () => {
      await this.domain(domain, address);
      await call("POST", "/v1/accounts", { address, password });
      const dns = await call<{ records: DnsRecord[] }>("GET", "/v1/domains/" + segment(domain) + "/dns");
      this.made = { domain, address, records: dns.records };
    });
  }

  /** Makes the domain, unless an earlier try has made it. */
  private async domain(name: string, postmaster: string): Promise<void> {
    try {
      await call("POST", "/v1/domains", { name, postmaster });
    } catch (failure) {
      if (!(failure instanceof Problem && failure.status === 409)) {
        throw failure;
      }
    }
  }
}

customElements.define("start-page", StartPage);
