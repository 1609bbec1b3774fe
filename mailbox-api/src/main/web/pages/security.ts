/** How this account is opened: password, app passwords, second factor. */
import { html, type TemplateResult } from "lit";
import { t } from "../i18n.ts";
import { Page } from "../parts/page.ts";
import "../parts/app-passwords.ts";
import "../parts/passkey-list.ts";
import "../parts/password-form.ts";
import "../parts/recovery-codes.ts";
import "../parts/totp-setup.ts";
import { loadSecondFactor, type SecondFactor } from "../parts/second-factor.ts";

class SecurityPage extends Page {
  static override properties = { factor: { state: true } };

  declare factor: SecondFactor | undefined;

  constructor() {
    super();
    this.factor = undefined;
    this.addEventListener("second-factor-changed", () => void this.load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      this.factor = await loadSecondFactor();
    });
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("security.lead")}</p>
      ${this.outcome()}
      <password-form></password-form>
      <app-passwords .needed=${isOn(this.factor)}></app-passwords>
      ${this.factor === undefined ? "" : this.secondFactor(this.factor)}
    `;
  }

  private secondFactor(factor: SecondFactor): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("second")} <span class="tag ${isOn(factor) ? "good" : ""}">${isOn(factor) ? t("second.on") : t("second.off")}</span></h2>
        <p>${t("second.text")}</p>
        <totp-setup .on=${factor.totp}></totp-setup>
        <passkey-list .passkeys=${factor.passkeys}></passkey-list>
        <recovery-codes .left=${factor.recoveryCodes} .possible=${isOn(factor)}></recovery-codes>
      </section>
    `;
  }
}

function isOn(factor: SecondFactor | undefined): boolean {
  return factor !== undefined && (factor.totp || factor.passkeys.length > 0);
}

customElements.define("security-page", SecurityPage);
