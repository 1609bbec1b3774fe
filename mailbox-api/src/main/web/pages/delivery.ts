/** What happens to mail of mine when it comes: it is sent on, or answered while I am away. */
import { html, type TemplateResult } from "lit";
import { t } from "../i18n.ts";
import { Page } from "../parts/page.ts";
import "../parts/forward-form.ts";
import "../parts/vacation-form.ts";

class DeliveryPage extends Page {
  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("delivery.lead")}</p>
      <forward-form></forward-form>
      <vacation-form></vacation-form>
    `;
  }
}

customElements.define("delivery-page", DeliveryPage);
