/** Passkeys of the account (WebAuthn). */
import { html, nothing, type TemplateResult } from "lit";
import { call, segment } from "../api.ts";
import { day, t } from "../i18n.ts";
import { confirmed } from "./confirm.ts";
import { field, value } from "./forms.ts";
import { Page } from "./page.ts";
import { hasPasskeys, registration } from "./passkeys.ts";
import { changed, type Passkey, SECOND_FACTOR } from "./second-factor.ts";

const PASSKEYS = SECOND_FACTOR + "/passkeys";

class PasskeyList extends Page {
  static override properties = { passkeys: { attribute: false } };

  declare passkeys: Passkey[];

  constructor() {
    super();
    this.passkeys = [];
  }

  protected override render(): TemplateResult {
    return html`
      <div class="part">
        <h3>${t("passkeys")}</h3>
        <p>${t("passkeys.text")}</p>
        ${this.outcome()}
        ${this.passkeys.length === 0 ? nothing : html`
          <ul class="rows">${this.passkeys.map((each) => this.row(each))}</ul>
        `}
        ${hasPasskeys() ? this.form() : html`<p class="hint">${t("passkeys.none-here")}</p>`}
      </div>
    `;
  }

  private row(passkey: Passkey): TemplateResult {
    return html`
      <li class="row">
        <div>
          <p><strong>${passkey.name}</strong></p>
          <p class="hint">${t("app.created", { day: day(passkey.created) })}</p>
        </div>
        <button type="button" class="small danger" aria-label=${t("app.revoke.of", { name: passkey.name })} @click=${() => this.takeAway(passkey)}>${t("app.revoke")}</button>
      </li>
    `;
  }

  private form(): TemplateResult {
    return html`
      <form @submit=${this.add}>
        ${field({ name: "name", prefix: "passkey-", label: t("passkeys.name"), hint: t("passkeys.name.hint"), required: true, maxlength: 64 })}
        <div class="actions"><button class="plain" ?disabled=${this.busy}>${t("passkeys.add")}</button></div>
      </form>
    `;
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = value(event, "name");
    const added = await this.attempt(async () => {
      const options = await call<PublicKeyCredentialCreationOptionsJSON>("POST", PASSKEYS + "/options");
      const credential = await registration(options);
      await call("POST", PASSKEYS, { name, credential });
      changed(this);
    }, () => t("passkeys.added", { name }));
    if (added) {
      form.reset();
    }
  }

  private async takeAway(passkey: Passkey): Promise<void> {
    if (await confirmed(t("passkeys.remove.sure", { name: passkey.name }), t("passkeys.remove.text"), t("app.revoke"))) {
      await this.attempt(async () => {
        await call("DELETE", PASSKEYS + "/" + segment(passkey.id));
        changed(this);
      }, () => t("app.revoked", { name: passkey.name }));
    }
  }
}

customElements.define("passkey-list", PasskeyList);
