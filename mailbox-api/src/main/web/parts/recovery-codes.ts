/** Codes for the day when phone and passkeys are gone. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t } from "../i18n.ts";
import { confirmed } from "./confirm.ts";
import { Page } from "./page.ts";
import { changed, SECOND_FACTOR } from "./second-factor.ts";
import "./copy-button.ts";

class RecoveryCodes extends Page {
  static override properties = { left: { attribute: false }, possible: { attribute: false }, codes: { state: true } };

  /** How many are left. */
  declare left: number;
  /** Whether there is a second factor that they could stand in for. */
  declare possible: boolean;
  /** New ones, while they are shown. */
  declare codes: string[] | undefined;

  constructor() {
    super();
    this.left = 0;
    this.possible = false;
    this.codes = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <div class="part">
        <h3>${t("recovery")}</h3>
        <p>${this.possible ? t("recovery.text", { left: this.left }) : t("recovery.later")}</p>
        ${this.outcome()}
        ${this.codes === undefined ? nothing : this.shown(this.codes)}
        ${this.possible
          ? html`<div class="actions"><button type="button" class="plain" ?disabled=${this.busy} @click=${this.make}>${t("recovery.make")}</button></div>`
          : nothing}
      </div>
    `;
  }

  private shown(codes: string[]): TemplateResult {
    return html`
      <div class="notice warn">
        <p>${t("recovery.made")}</p>
        <ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
        <div class="actions">
          <copy-button .text=${codes.join("\n")} .label=${t("recovery")}></copy-button>
          <button type="button" class="small" @click=${() => (this.codes = undefined)}>${t("app.kept")}</button>
        </div>
      </div>
    `;
  }

  private async make(): Promise<void> {
    if (this.left > 0 && !(await confirmed(t("recovery.sure"), t("recovery.sure.text"), t("recovery.make")))) {
      return;
    }
    await this.attempt(async () => {
      this.codes = (await call<{ codes: string[] }>("POST", SECOND_FACTOR + "/recovery-codes")).codes;
      changed(this);
    });
  }
}

customElements.define("recovery-codes", RecoveryCodes);
