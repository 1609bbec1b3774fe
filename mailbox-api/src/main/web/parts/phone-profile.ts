/** A profile for phones: as a file, and as a QR code of a link that works for a short while. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t, time } from "../i18n.ts";
import { Page } from "./page.ts";
import "./copy-button.ts";

/** A link that opens without a session until it expires. */
interface ProfileLink {
  url: string;
  expires: string;
  /** The link as a QR code, an SVG image. */
  qr: string;
}

class PhoneProfile extends Page {
  static override properties = { link: { state: true } };

  declare link: ProfileLink | undefined;

  constructor() {
    super();
    this.link = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("phone")}</h2>
        <p>${t("phone.text")}</p>
        ${this.outcome()}
        <div class="actions">
          <button type="button" class="plain" ?disabled=${this.busy} @click=${this.show}>${t("phone.show")}</button>
          <a class="button-link" href="/v1/accounts/me/client-settings/profile.mobileconfig" download>${t("phone.file")}</a>
        </div>
        ${this.link === undefined ? nothing : this.code(this.link)}
      </section>
    `;
  }

  private code(link: ProfileLink): TemplateResult {
    return html`
      <figure class="qr">
        <img src=${svgSource(link.qr)} alt=${t("phone.qr")} width="220" height="220" />
        <figcaption>
          <p>${t("phone.until", { time: time(link.expires) })}</p>
          <div class="copied"><code class="block">${link.url}</code><copy-button .text=${link.url} .label=${t("phone.link")}></copy-button></div>
        </figcaption>
      </figure>
    `;
  }

  private async show(): Promise<void> {
    await this.attempt(async () => {
      this.link = await call<ProfileLink>("POST", "/v1/accounts/me/client-settings/profile-link");
    });
  }
}

/** An image as the source of an element: as an image no script in it runs. */
export function svgSource(svg: string): string {
  return "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
}

customElements.define("phone-profile", PhoneProfile);
