/** Accounts: those of all domains for an administrator, of their own for one of domains. */
import { html, nothing, type TemplateResult } from "lit";
import { all, call } from "../api.ts";
import { day, t } from "../i18n.ts";
import { type Account, stateTag } from "../operators/accounts.ts";
import { field, secretValue, value } from "../parts/forms.ts";
import { ListPage } from "../parts/list-page.ts";
import { waiting } from "../parts/page.ts";
import { go, onQuery } from "../router.ts";
import { isAdmin, session } from "../session.ts";
import "../operators/account-card.ts";

class AccountsPage extends ListPage<Account> {
  static override properties = { domains: { state: true } };

  declare domains: string[];

  private noMoreQuery = (): void => {};

  constructor() {
    super();
    this.domains = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreQuery = onQuery(() => void this.attempt(() => this.load()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreQuery();
  }

  protected override source(): string {
    const domain = asked("domain");
    return "/v1/accounts" + (domain === "" ? "" : "?domain=" + encodeURIComponent(domain));
  }

  protected override async load(cursor?: string): Promise<void> {
    if (this.domains.length === 0) {
      this.domains = isAdmin()
        ? (await all<{ name: string }>("/v1/domains")).map((each) => each.name)
        : session()?.domains ?? [];
    }
    await super.load(cursor);
  }

  protected override render(): TemplateResult {
    const opened = asked("address");
    return html`
      <p class="lead">${t("accounts.lead")}</p>
      ${opened === "" ? nothing : html`
        <account-card .address=${opened} .domains=${this.domains} @account-changed=${() => this.attempt(() => this.load())}></account-card>
      `}
      ${this.outcome()}
      ${this.items === undefined ? (this.busy ? waiting() : nothing) : this.list(this.items)}
      ${this.addForm()}
    `;
  }

  private list(items: Account[]): TemplateResult {
    const domain = asked("domain");
    return html`
      <section class="card">
        <div class="field">
          <label for="accounts-domain">${t("accounts.domain")}</label>
          <select id="accounts-domain" @change=${this.filter}>
            <option value="" ?selected=${domain === ""}>${t("accounts.every-domain")}</option>
            ${this.domains.map((each) => html`<option value=${each} ?selected=${each === domain}>${each}</option>`)}
          </select>
        </div>
        ${items.length === 0 ? html`<p>${t("accounts.none")}</p>` : html`<ul class="rows">${items.map((each) => row(each, domain))}</ul>`}
        ${this.moreButton()}
      </section>
    `;
  }

  private addForm(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("accounts.add")}</h2>
        <form @submit=${this.add}>
          ${field({ name: "address", label: t("accounts.address"), type: "email", required: true, maxlength: 320 })}
          ${field({ name: "password", label: t("accounts.password"), type: "password", hint: t("password.hint"), required: true, maxlength: 1000, autocomplete: "new-password" })}
          <div class="actions"><button ?disabled=${this.busy}>${t("accounts.add.do")}</button></div>
        </form>
      </section>
    `;
  }

  private filter(event: Event): void {
    const domain = (event.currentTarget as HTMLSelectElement).value;
    go("/accounts" + (domain === "" ? "" : "?domain=" + encodeURIComponent(domain)));
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const address = value(event, "address");
    const password = secretValue(event, "password");
    const done = await this.attempt(async () => {
      await call("POST", "/v1/accounts", { address, password });
      await this.load();
    }, () => t("accounts.added", { address }));
    if (done) {
      form.reset();
    }
  }
}

function row(account: Account, domain: string): TemplateResult {
  const query = new URLSearchParams({ ...(domain === "" ? {} : { domain }), address: account.address });
  return html`
    <li>
      <p><a href=${"/accounts?" + query.toString()}><strong>${account.address}</strong></a> ${stateTag(account.state)}</p>
      <p class="hint">${t("accounts.since", { day: day(account.created) })}</p>
    </li>
  `;
}

function asked(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}

customElements.define("accounts-page", AccountsPage);
