/** Sends me a mail and reads it by IMAP and POP3; shows each step and what to do when one fails. */
import { html, nothing, type TemplateResult } from "lit";
import { call, segment } from "../api.ts";
import { language, t, textOf } from "../i18n.ts";
import { type Mood, Page } from "./page.ts";

const ME = "/v1/accounts/me/delivery-test";
const LOOK_EVERY_MS = 700;

interface Step {
  step: string;
  outcome: "waiting" | "running" | "done" | "failed" | "skipped";
  detail?: string;
  advice?: string;
}

interface Test {
  steps: Step[];
  done: boolean;
}

const MOODS: Record<Step["outcome"], Mood> = {
  waiting: "plain",
  running: "plain",
  done: "good",
  failed: "bad",
  skipped: "warn",
};

class DeliveryTest extends Page {
  static override properties = { test: { state: true } };

  declare test: Test | undefined;

  constructor() {
    super();
    this.test = undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t("test")}</h2>
        <p>${t("test.text")}</p>
        <div class="actions">
          <button type="button" ?disabled=${this.busy} @click=${this.run}>${this.busy ? t("test.running") : t("test.run")}</button>
        </div>
        ${this.outcome()}
        ${this.test === undefined ? nothing : html`
          <ol class="rows test" aria-label=${t("test.steps")}>${this.test.steps.map((step) => this.step(step))}</ol>
        `}
      </section>
    `;
  }

  private step(step: Step): TemplateResult {
    return html`
      <li>
        <p>
          <span class="tag ${MOODS[step.outcome]}">${textOf("test.outcome." + step.outcome) ?? step.outcome}</span>
          ${textOf("test.step." + step.step) ?? step.step}
        </p>
        ${step.detail === undefined ? nothing : html`<p class="hint">${step.detail}</p>`}
        ${step.advice === undefined ? nothing : html`<p>${step.advice}</p>`}
      </li>
    `;
  }

  private async run(): Promise<void> {
    this.test = undefined;
    await this.attempt(async () => {
      const { id } = await call<{ id: string }>("POST", ME);
      do {
        await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
        this.test = await call<Test>("GET", ME + "/" + segment(id) + "?language=" + language());
      } while (!this.test.done && this.isConnected);
    });
  }
}

customElements.define("delivery-test", DeliveryTest);
