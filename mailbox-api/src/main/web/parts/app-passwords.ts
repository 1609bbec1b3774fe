/** Passwords for single programs, each of which can be taken away alone. */
import { html, nothing, type TemplateResult } from "lit";
import { all, call, segment } from "../api.ts";
import { day, t } from "../i18n.ts";
import { confirmed } from "./confirm.ts";
import { checkbox, checked, field, value } from "./forms.ts";
import { Page } from "./page.ts";
import "./copy-button.ts";

const ME = "/v1/accounts/me/app-passwords";
const PROTOCOLS = ["imap", "pop3", "smtp"] as const;

interface AppPassword {
  id: string;
  name: string;
  protocols: string[];
  created?: string;
  /** The day of its last use. */
  lastUsed?: string;
  /** Told once, when it is made. */
  password?: string;
}

class AppPasswords extends Page {
  static override properties = { needed: { attribute: false }, passwords: { state: true }, made: { state: true } };

  /** Whether mail programs can sign in with nothing else. */
  declare needed: boolean;
  declare passwords: AppPassword[] | undefined;
  declare made: AppPassword | undefined;

  constructor() {
    super();
    this.needed = false;
    this.passwords = undefined;
    this.made = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
  }

  private async load(): Promise<void> {
    this.passwords = await all<AppPassword>(ME);
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("app")}</h2>
        <p>${t("app.text")}</p>
        ${this.needed ? html`<p><strong>${t("app.needed")}</strong></p>` : nothing}
        ${this.outcome()}
        ${this.made === undefined ? nothing : this.shown(this.made)}
        ${this.passwords === undefined ? nothing : this.list(this.passwords)}
        <form @submit=${this.make} class="boxed">
          <h3>${t("app.new")}</h3>
          ${field({ name: "name", prefix: "app-", label: t("app.name"), hint: t("app.name.hint"), required: true, maxlength: 64 })}
          <fieldset>
            <legend>${t("app.protocols")}</legend>
            ${PROTOCOLS.map((each) => checkbox("protocol", t(`app.protocol.${each}`), each !== "pop3", each))}
          </fieldset>
          <div class="actions"><button ?disabled=${this.busy}>${t("app.make")}</button></div>
        </form>
      </section>
    `;
  }

  private shown(made: AppPassword): TemplateResult {
    const password = made.password ?? "";
    return html`
      <div class="notice warn" id="app-made" tabindex="-1">
        <p>${t("app.made", { name: made.name })}</p>
        <div class="copied"><code class="block secret">${password}</code><copy-button .text=${password} .label=${t("app.password")}></copy-button></div>
        <p>${t("app.once")}</p>
        <div class="actions"><button type="button" class="small" @click=${() => (this.made = undefined)}>${t("app.kept")}</button></div>
      </div>
    `;
  }

  private list(passwords: AppPassword[]): TemplateResult {
    if (passwords.length === 0) {
      return html`<p class="hint">${t("app.none")}</p>`;
    }
    return html`
      <ul class="rows">
        ${passwords.map((each) => html`
          <li class="row">
            <div>
              <p><strong>${each.name}</strong> ${each.protocols.map((protocol) => html`<span class="tag">${protocol.toUpperCase()}</span> `)}</p>
              <p class="hint">
                ${each.created === undefined ? nothing : t("app.created", { day: day(each.created) })}
                ${each.lastUsed === undefined ? t("app.unused") : t("app.used", { day: day(each.lastUsed) })}
              </p>
            </div>
            <button type="button" class="small danger" aria-label=${t("app.revoke.of", { name: each.name })} @click=${() => this.revoke(each)}>${t("app.revoke")}</button>
          </li>
        `)}
      </ul>
    `;
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const body = { name: value(event, "name"), protocols: checked(event, "protocol") };
    const done = await this.attempt(async () => {
      this.made = await call<AppPassword>("POST", ME, body);
      await this.load();
    });
    if (done) {
      form.reset();
      await this.updateComplete;
      this.querySelector<HTMLElement>("#app-made")?.focus();
    }
  }

  private async revoke(password: AppPassword): Promise<void> {
    if (await confirmed(t("app.revoke.sure", { name: password.name }), t("app.revoke.text"), t("app.revoke"))) {
      await this.attempt(async () => {
        await call("DELETE", ME + "/" + segment(password.id));
        this.made = this.made?.id === password.id ? undefined : this.made;
        await this.load();
      }, () => t("app.revoked", { name: password.name }));
    }
  }
}

customElements.define("app-passwords", AppPasswords);
