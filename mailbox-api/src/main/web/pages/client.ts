/** Set up my client: settings, a profile for phones, steps for each program, and a test. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { language, t, textOf } from "../i18n.ts";
import { Page, waiting } from "../parts/page.ts";
import "../parts/copy-button.ts";
import "../parts/delivery-test.ts";
import "../parts/phone-profile.ts";

const ME = "/v1/accounts/me/client-settings";

type Protocol = "imap" | "pop3" | "smtp";

/** A server as a mail program has to be told of it. */
interface Server {
  protocol: Protocol;
  host: string;
  port: number;
  security: string;
  authentication: string;
  username: string;
  /** Whether it is the one to take; the others are for networks that let it not through. */
  preferred: boolean;
}

interface ClientSettings {
  protocols: Server[];
  /** For each program, what to do one after the other. */
  steps: Record<string, string[]>;
  /** What IMAP and POP3 mean, and which to take. */
  explanations: { imap: string; pop3: string; which: string };
}

class ClientPage extends Page {
  static override properties = { settings: { state: true } };

  declare settings: ClientSettings | undefined;

  constructor() {
    super();
    this.settings = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override languageChanged(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      this.settings = await call<ClientSettings>("GET", ME + "?language=" + language());
    });
  }

  protected override render(): TemplateResult {
    if (this.settings === undefined) {
      return this.problem === undefined ? waiting() : this.outcome();
    }
    return html`
      <p class="lead">${t("client.lead")}</p>
      ${this.outcome()}
      ${this.servers(this.settings)}
      ${this.which(this.settings)}
      <phone-profile></phone-profile>
      ${this.programs(this.settings)}
      <delivery-test></delivery-test>
    `;
  }

  private servers(settings: ClientSettings): TemplateResult {
    const preferred = settings.protocols.filter((server) => server.preferred);
    const others = settings.protocols.filter((server) => !server.preferred);
    return html`
      <section class="card">
        <h2>${t("client.settings")}</h2>
        <p>${t("client.settings.text")}</p>
        <div class="servers">${preferred.map((server) => this.server(server, ""))}</div>
        ${others.length === 0 ? nothing : html`
          <details>
            <summary>${t("client.others")}</summary>
            <p class="hint">${t("client.others.text")}</p>
            <div class="servers">${others.map((server) => this.server(server, "other-"))}</div>
          </details>
        `}
      </section>
    `;
  }

  private server(server: Server, prefix: string): TemplateResult {
    const id = "server-" + prefix + server.protocol + "-" + server.port;
    const name = t(`client.protocol.${server.protocol}`);
    const row = (label: string, value: string): TemplateResult =>
      html`
        <dt>${label}</dt>
        <dd><span class="value">${value}</span><copy-button .text=${value} .label=${name + ", " + label}></copy-button></dd>
      `;
    return html`
      <section class="server" aria-labelledby=${id}>
        <h3 id=${id}>${name}</h3>
        <dl class="settings">
          ${row(t("client.host"), server.host)}
          ${row(t("client.port"), String(server.port))}
          <dt>${t("client.security")}</dt>
          <dd><span class="value">${textOf("client.security." + server.security) ?? server.security}</span></dd>
          ${row(t("client.username"), server.username)}
          <dt>${t("client.authentication")}</dt>
          <dd><span class="value">${textOf("client.authentication." + server.authentication) ?? server.authentication}</span></dd>
        </dl>
      </section>
    `;
  }

  private which(settings: ClientSettings): TemplateResult {
    const both = (["imap", "pop3"] as const).every((wanted) => settings.protocols.some((server) => server.protocol === wanted));
    return html`
      <section class="card">
        <h2>${t("client.which")}</h2>
        <dl class="terms">
          <dt>IMAP</dt>
          <dd>${settings.explanations.imap}</dd>
          <dt>POP3</dt>
          <dd>${settings.explanations.pop3}</dd>
        </dl>
        <p><strong>${settings.explanations.which}</strong></p>
        ${both ? nothing : html`<p class="hint">${t("client.which.off")} <a href="/switches">${t("switches.title")}</a></p>`}
      </section>
    `;
  }

  private programs(settings: ClientSettings): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("client.steps")}</h2>
        <p>${t("client.steps.text")}</p>
        ${Object.entries(settings.steps).filter(([, steps]) => steps.length > 0).map(([program, steps]) =>
          html`
            <details>
              <summary>${textOf("client.program." + program) ?? program}</summary>
              <ol class="steps">${steps.map((step) => html`<li>${step}</li>`)}</ol>
            </details>
          `
        )}
      </section>
    `;
  }
}

customElements.define("client-page", ClientPage);
