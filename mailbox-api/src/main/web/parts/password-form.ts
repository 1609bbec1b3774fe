/** Another password for the account. */
import { html, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t } from "../i18n.ts";
import { field, sameTwice, secretValue } from "./forms.ts";
import { Page } from "./page.ts";

class PasswordForm extends Page {
  protected override render(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("password")}</h2>
        <p>${t("password.text")}</p>
        ${this.outcome()}
        <form @submit=${this.change}>
          ${field({ name: "current", label: t("password.current"), type: "password", required: true, maxlength: 1000, autocomplete: "current-password" })}
          ${field({ name: "password", label: t("password.new"), type: "password", required: true, maxlength: 1000, hint: t("password.hint"), autocomplete: "new-password" })}
          ${field({ name: "again", label: t("password.again"), type: "password", required: true, maxlength: 1000, autocomplete: "new-password" })}
          <div class="actions"><button ?disabled=${this.busy}>${t("password.change")}</button></div>
        </form>
      </section>
    `;
  }

  private async change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (!sameTwice(form, "password", "again")) {
      return;
    }
    const body = { current: secretValue(event, "current"), password: secretValue(event, "password") };
    if (await this.attempt(() => call("PUT", "/v1/accounts/me/password", body), () => t("password.changed"))) {
      form.reset();
    }
  }
}

customElements.define("password-form", PasswordForm);
