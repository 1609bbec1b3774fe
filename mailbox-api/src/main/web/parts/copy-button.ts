/** Copies a text when it is pressed, and says so. */
import { html, LitElement } from "lit";
import { onLanguage, t } from "../i18n.ts";

const SAID_FOR_MS = 2500;

class CopyButton extends LitElement {
  static override properties = { text: {}, label: {}, copied: { state: true } };

  /** What is copied. */
  declare text: string;
  /** What it is, for who does not see what stands beside the button. */
  declare label: string;
  declare copied: boolean;

  private noMoreLanguage = (): void => {};

  constructor() {
    super();
    this.text = "";
    this.label = "";
    this.copied = false;
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
  }

  protected override render(): unknown {
    return html`
      <button type="button" class="small" aria-label=${t("copy.of", { what: this.label })} @click=${this.copy}>
        ${this.copied ? t("copy.done") : t("copy")}
      </button>
      <span class="unseen" role="status">${this.copied ? t("copy.done") : ""}</span>
    `;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
    } catch {
      // There is none without TLS, and a browser may be told to let nobody have it.
      copySelected(this.text);
    }
    this.copied = true;
    setTimeout(() => (this.copied = false), SAID_FOR_MS);
  }
}

/** As browsers copied before they had a clipboard for scripts. */
function copySelected(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

customElements.define("copy-button", CopyButton);
