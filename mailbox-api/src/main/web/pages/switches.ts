/** What this account can be used by: each is switched by its owner. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t } from "../i18n.ts";
import { Page, waiting } from "../parts/page.ts";

const ME = "/v1/accounts/me/switches";
const NAMES = ["imap", "pop3", "smtp", "forwarding"] as const;

type Name = (typeof NAMES)[number];

interface Switch {
  on: boolean;
  /** Who has said so. */
  from: "account" | "domain" | "installation";
}

type Switches = Record<Name, Switch>;

class SwitchesPage extends Page {
  static override properties = { switches: { state: true } };

  declare switches: Switches | undefined;

  constructor() {
    super();
    this.switches = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.switches = await call<Switches>("GET", ME);
    });
  }

  protected override render(): TemplateResult {
    const switches = this.switches;
    return html`
      <p class="lead">${t("switches.lead")}</p>
      ${this.outcome()}
      ${switches === undefined ? (this.busy ? waiting() : nothing) : html`
        <section class="card">
          <ul class="rows">
            ${NAMES.filter((name) => switches[name] !== undefined).map((name) => this.row(name, switches[name]))}
          </ul>
        </section>
      `}
    `;
  }

  private row(name: Name, each: Switch): TemplateResult {
    return html`
      <li class="row">
        <div>
          <p><strong id=${"switch-" + name}>${t(`switches.${name}`)}</strong></p>
          <p class="hint" id=${"switch-" + name + "-hint"}>
            ${t(`switches.${name}.text`)}
            ${each.from === "account" ? nothing : t(`switches.from.${each.from}`)}
          </p>
        </div>
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked=${each.on ? "true" : "false"}
          aria-labelledby=${"switch-" + name}
          aria-describedby=${"switch-" + name + "-hint"}
          ?disabled=${this.busy}
          @click=${() => this.turn(name, !each.on)}
        ><span aria-hidden="true">${each.on ? t("on") : t("off")}</span></button>
      </li>
    `;
  }

  private async turn(name: Name, on: boolean): Promise<void> {
    const label = t(`switches.${name}`);
    await this.attempt(async () => {
      this.switches = await call<Switches>("PATCH", ME, { [name]: { on } });
    }, () => on ? t("switches.turned-on", { name: label }) : t("switches.turned-off", { name: label }));
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[aria-labelledby="switch-${name}"]`)?.focus();
  }
}

customElements.define("switches-page", SwitchesPage);
