/** Codes of an authenticator app (RFC 6238): switched on by the first code that is right. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t } from "../i18n.ts";
import { confirmed } from "./confirm.ts";
import { field, value } from "./forms.ts";
import { Page } from "./page.ts";
import { svgSource } from "./phone-profile.ts";
import { changed, SECOND_FACTOR } from "./second-factor.ts";
import "./copy-button.ts";

const TOTP = SECOND_FACTOR + "/totp";

interface NewSecret {
  secret: string;
  uri: string;
  /** The uri as a QR code, an SVG image. */
  qr?: string;
}

class TotpSetup extends Page {
  static override properties = { on: { attribute: false }, secret: { state: true } };

  /** Whether it is on already. */
  declare on: boolean;
  /** The secret that waits for its first code. */
  declare secret: NewSecret | undefined;

  constructor() {
    super();
    this.on = false;
    this.secret = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <div class="part">
        <h3>${t("totp")} ${this.on ? html`<span class="tag good">${t("second.on")}</span>` : nothing}</h3>
        <p>${t("totp.text")}</p>
        ${this.outcome()}
        ${this.secret !== undefined ? this.setup(this.secret) : html`
          <div class="actions">
            ${this.on
              ? html`<button type="button" class="small danger" ?disabled=${this.busy} @click=${this.takeAway}>${t("totp.remove")}</button>`
              : html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.begin}>${t("totp.begin")}</button>`}
          </div>
        `}
      </div>
    `;
  }

  private setup(secret: NewSecret): TemplateResult {
    return html`
      <p>${t("totp.scan")}</p>
      <div class="qr">
        ${secret.qr === undefined ? nothing : html`<img src=${svgSource(secret.qr)} alt=${t("totp.qr")} width="200" height="200" />`}
        <div>
          <p class="label">${t("totp.secret")}</p>
          <div class="copied"><code class="block">${secret.secret}</code><copy-button .text=${secret.secret} .label=${t("totp.secret")}></copy-button></div>
        </div>
      </div>
      <form @submit=${this.confirm}>
        ${field({ name: "code", label: t("sign-in.totp.label"), hint: t("sign-in.totp.hint"), inputmode: "numeric", autocomplete: "one-time-code", required: true, maxlength: 10 })}
        <div class="actions">
          <button ?disabled=${this.busy}>${t("totp.confirm")}</button>
          <button type="button" class="plain" @click=${() => (this.secret = undefined)}>${t("cancel")}</button>
        </div>
      </form>
    `;
  }

  private async begin(): Promise<void> {
    await this.attempt(async () => {
      this.secret = await call<NewSecret>("POST", TOTP);
    });
    await this.updateComplete;
    this.querySelector<HTMLElement>("input")?.focus();
  }

  private async confirm(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const code = value(event, "code").replaceAll(" ", "");
    await this.attempt(async () => {
      await call("PUT", TOTP, { code });
      this.secret = undefined;
      changed(this);
    }, () => t("totp.done"));
  }

  private async takeAway(): Promise<void> {
    if (await confirmed(t("totp.remove.sure"), t("totp.remove.text"), t("totp.remove"))) {
      await this.attempt(async () => {
        await call("DELETE", TOTP);
        changed(this);
      }, () => t("totp.removed"));
    }
  }
}

customElements.define("totp-setup", TotpSetup);
