/** One account: what it may, how full it is, who has signed in, and what an operator does about it. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { call, type Items, segment } from "../api.ts";
import { ago, day, number, octets, t, textOf, time } from "../i18n.ts";
import { clientName } from "../parts/client-name.ts";
import { confirmed } from "../parts/confirm.ts";
import { checkbox, checked, field, secretValue, value } from "../parts/forms.ts";
import { Page, waiting } from "../parts/page.ts";
import { go } from "../router.ts";
import { isAdmin } from "../session.ts";
import { type Account, type Quota, type SignIn, stateTag } from "./accounts.ts";

const SIGN_INS = 10;
const MEGABYTE = 1_000_000;

/** Tells its parent `account-changed`. */
class AccountCard extends Page {
  static override properties = {
    address: { attribute: false },
    domains: { attribute: false },
    account: { state: true },
    quota: { state: true },
    signIns: { state: true },
  };

  declare address: string;
  /** Domains that can be administered. */
  declare domains: string[];
  declare account: Account | undefined;
  declare quota: Quota | undefined;
  declare signIns: SignIn[];

  constructor() {
    super();
    this.address = "";
    this.domains = [];
    this.account = undefined;
    this.quota = undefined;
    this.signIns = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("address")) {
      this.account = undefined;
      void this.attempt(() => this.load());
    }
  }

  private path(more = ""): string {
    return "/v1/accounts/" + segment(this.address) + more;
  }

  private async load(): Promise<void> {
    const [account, quota, signIns] = await Promise.all([
      call<Account>("GET", this.path()),
      call<Quota>("GET", this.path("/quota")),
      call<Items<SignIn>>("GET", this.path("/sign-ins?limit=" + SIGN_INS)),
    ]);
    this.account = account;
    this.quota = quota;
    this.signIns = signIns.items;
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card" aria-labelledby="account-card">
        <h2 id="account-card">${this.address} ${this.account === undefined ? nothing : stateTag(this.account.state)}</h2>
        ${this.outcome()}
        ${this.account === undefined ? (this.busy ? waiting() : nothing) : this.whole(this.account)}
      </section>
    `;
  }

  private whole(account: Account): TemplateResult {
    const active = account.state === "active";
    return html`
      <p class="hint">${t("accounts.since", { day: day(account.created) })}</p>
      <div class="actions">
        <button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.setState(active ? "disabled" : "active")}>
          ${active ? t("accounts.disable") : t("accounts.enable")}
        </button>
        <button type="button" class="plain" ?disabled=${this.busy} @click=${this.endSessions}>${t("accounts.end-sessions")}</button>
        <button type="button" class="danger" ?disabled=${this.busy} @click=${this.delete}>${t("accounts.delete")}</button>
      </div>
      ${this.quota === undefined ? nothing : this.quotaForm(this.quota)}
      ${isAdmin() ? this.rolesForm(account) : nothing}
      ${this.passwordForm()}
      ${this.signInList()}
    `;
  }

  private quotaForm(quota: Quota): TemplateResult {
    return html`
      <form @submit=${this.setQuota}>
        <h3>${t("accounts.quota")}</h3>
        <p class="hint">
          ${t("accounts.used", { size: octets(quota.octets.used), messages: number(quota.messages.used) })}
          ${textOf("accounts.quota.from." + quota.from) ?? nothing}
        </p>
        ${field({ name: "megabytes", label: t("accounts.quota.megabytes"), type: "number", min: 0, value: limit(quota.octets.limit, MEGABYTE), hint: t("accounts.quota.hint") })}
        ${field({ name: "messages", label: t("accounts.quota.messages"), type: "number", min: 0, value: limit(quota.messages.limit, 1) })}
        <div class="actions">
          <button class="plain" ?disabled=${this.busy}>${t("accounts.quota.save")}</button>
          ${quota.from === "account" ? html`<button type="button" class="link" ?disabled=${this.busy} @click=${this.endQuota}>${t("accounts.quota.end")}</button>` : nothing}
        </div>
      </form>
    `;
  }

  private rolesForm(account: Account): TemplateResult {
    const administers = account.administers ?? [];
    return html`
      <form @submit=${this.setRoles}>
        <fieldset>
          <legend>${t("accounts.administers")}</legend>
          ${this.domains.map((each) => checkbox("administers", each, administers.includes(each), each))}
        </fieldset>
        <div class="actions"><button class="plain" ?disabled=${this.busy}>${t("accounts.administers.save")}</button></div>
      </form>
    `;
  }

  private passwordForm(): TemplateResult {
    return html`
      <form @submit=${this.setPassword}>
        ${field({ name: "new-password", label: t("accounts.new-password"), type: "password", hint: t("accounts.new-password.hint"), required: true, maxlength: 1000, autocomplete: "new-password" })}
        <div class="actions"><button class="plain" ?disabled=${this.busy}>${t("accounts.set-password")}</button></div>
      </form>
    `;
  }

  private signInList(): TemplateResult {
    return html`
      <div>
        <h3>${t("accounts.sign-ins")}</h3>
        ${this.signIns.length === 0 ? html`<p class="hint">${t("sign-ins.none")}</p>` : html`
          <ul class="sub-rows">
            ${this.signIns.map((each) => html`
              <li>
                <span class="tag ${each.outcome === "success" ? "good" : "bad"}">${textOf("sign-ins.outcome." + each.outcome) ?? each.outcome}</span>
                ${textOf("protocol." + each.protocol) ?? each.protocol}${each.client ? ", " + clientName(each.client) : ""}
                <span class="hint"><time datetime=${each.time} title=${time(each.time)}>${ago(each.time)}</time> · ${t("sign-ins.from", { address: each.address })}
                ${(each.count ?? 1) > 1 ? html` · ${t("sign-ins.count", { count: each.count ?? 1 })}` : nothing}</span>
              </li>
            `)}
          </ul>
        `}
      </div>
    `;
  }

  private async setState(state: string): Promise<void> {
    await this.change(() => call("PATCH", this.path(), { state }), t(state === "active" ? "accounts.enabled" : "accounts.disabled"));
  }

  private async setQuota(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const megabytes = Number(value(event, "megabytes"));
    const messages = Number(value(event, "messages"));
    const wanted = { octets: { limit: megabytes * MEGABYTE }, messages: { limit: messages } };
    await this.change(() => call("PUT", this.path("/quota"), wanted), t("accounts.quota.set"));
  }

  private async endQuota(): Promise<void> {
    await this.change(() => call("DELETE", this.path("/quota")), t("accounts.quota.set"));
  }

  private async setRoles(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const administers = checked(event, "administers");
    await this.change(() => call("PATCH", this.path(), { administers }), t("accounts.administers.set"));
  }

  private async setPassword(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const password = secretValue(event, "new-password");
    await this.change(() => call("PUT", this.path("/password"), { password }), t("password.changed"));
    if (this.problem === undefined) {
      form.reset();
    }
  }

  private async endSessions(): Promise<void> {
    await this.change(() => call("DELETE", this.path("/sessions")), t("accounts.sessions-ended"));
  }

  private async delete(): Promise<void> {
    const address = this.address;
    if (await confirmed(t("accounts.delete.sure", { address }), t("accounts.delete.text"), t("accounts.delete"))) {
      if (await this.attempt(async () => void (await call("DELETE", this.path())))) {
        go("/accounts", true);
      }
    }
  }

  private async change(work: () => Promise<unknown>, said: string): Promise<void> {
    const done = await this.attempt(async () => {
      await work();
      await this.load();
    }, () => said);
    if (done) {
      this.dispatchEvent(new CustomEvent("account-changed"));
    }
  }
}

function limit(octetsOrCount: number | undefined, unit: number): string {
  return octetsOrCount === undefined || octetsOrCount === 0 ? "" : String(Math.round(octetsOrCount / unit));
}

customElements.define("account-card", AccountCard);
