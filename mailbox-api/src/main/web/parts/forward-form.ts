/** Sends mail on to other addresses. */
import { html, nothing, type TemplateResult } from "lit";
import { call, Problem } from "../api.ts";
import { t } from "../i18n.ts";
import { checkbox, checked, secretValue } from "./forms.ts";
import { Page, waiting } from "./page.ts";

const ME = "/v1/accounts/me/forward";

interface Forward {
  targets: string[];
  /** Whether the mailbox gets the mail, too. */
  keep: boolean;
}

const NONE: Forward = { targets: [], keep: true };

class ForwardForm extends Page {
  static override properties = { forward: { state: true } };

  declare forward: Forward | undefined;

  constructor() {
    super();
    this.forward = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.forward = await orNone(call<Forward>("GET", ME), NONE);
    });
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("forward")}</h2>
        <p>${t("forward.text")}</p>
        ${this.outcome()}
        ${this.forward === undefined ? (this.busy ? waiting() : nothing) : this.form(this.forward)}
      </section>
    `;
  }

  private form(forward: Forward): TemplateResult {
    return html`
      <form @submit=${this.save}>
        <div class="field">
          <label for="targets">${t("forward.targets")}</label>
          <textarea id="targets" name="targets" rows="3" spellcheck="false" aria-describedby="targets-hint" .value=${forward.targets.join("\n")}></textarea>
          <p class="hint" id="targets-hint">${t("forward.targets.hint")}</p>
        </div>
        ${checkbox("keep", t("forward.keep"), forward.keep)}
        <div class="actions">
          <button ?disabled=${this.busy}>${t("save")}</button>
          ${forward.targets.length === 0 ? nothing : html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.end}>${t("forward.end")}</button>`}
        </div>
      </form>
    `;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const targets = secretValue(event, "targets").split(/[\s,;]+/).filter((each) => each !== "");
    const forward: Forward = { targets, keep: checked(event, "keep").length > 0 };
    if (targets.length === 0) {
      await this.end();
      return;
    }
    await this.attempt(async () => {
      this.forward = (await call<Forward | undefined>("PUT", ME, forward)) ?? forward;
    }, () => t("forward.saved"));
  }

  private async end(): Promise<void> {
    await this.attempt(async () => {
      await orNone(call("DELETE", ME), undefined);
      this.forward = NONE;
    }, () => t("forward.ended"));
  }
}

/** What there is, or something else where there is nothing (404). */
export async function orNone<T>(asked: Promise<T>, none: T): Promise<T> {
  try {
    return await asked;
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 404) {
      return none;
    }
    throw failure;
  }
}

customElements.define("forward-form", ForwardForm);
