/** The HTML of a message, cleaned by the server, in a frame in which nothing runs. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { onLanguage, t } from "../i18n.ts";

class MailHtml extends LitElement {
  static override properties = {
    src: { attribute: false },
    blocked: { attribute: false },
    images: { state: true },
  };

  /** Where the cleaned HTML is. */
  declare src: string;
  /** Pictures of other hosts that are left out. */
  declare blocked: number;
  /** Whether these are wanted. */
  declare images: boolean;

  private noMoreLanguage = (): void => {};
  private readonly growth = new ResizeObserver(() => this.fit());

  constructor() {
    super();
    this.src = "";
    this.blocked = 0;
    this.images = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreLanguage = onLanguage(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreLanguage();
    this.growth.disconnect();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("src")) {
      this.images = false;
    }
  }

  protected override render(): TemplateResult {
    return html`
      ${this.blocked === 0 || this.images ? nothing : html`
        <div class="notice plain mail-blocked">
          <p>${t("mail.images.blocked", { count: this.blocked })}</p>
          <p>${t("mail.images.why")}</p>
          <button type="button" class="small" @click=${() => (this.images = true)}>${t("mail.images.show")}</button>
        </div>
      `}
      <iframe
        class="mail-html"
        title=${t("mail.content")}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerpolicy="no-referrer"
        src=${this.src + (this.images ? "?images=true" : "")}
        @load=${this.loaded}
      ></iframe>
    `;
  }

  /** The frame is as high as what is in it: there is one scroll bar, not two. */
  private loaded(): void {
    this.growth.disconnect();
    const content = this.frame()?.contentDocument?.documentElement;
    if (content) {
      this.growth.observe(content);
    }
    this.fit();
  }

  private fit(): void {
    const frame = this.frame();
    const content = frame?.contentDocument?.documentElement;
    if (frame && content) {
      frame.style.height = Math.ceil(content.getBoundingClientRect().height) + "px";
    }
  }

  private frame(): HTMLIFrameElement | null {
    return this.querySelector("iframe");
  }
}

customElements.define("mail-html", MailHtml);
