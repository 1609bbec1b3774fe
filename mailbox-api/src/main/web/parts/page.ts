/** What every page is made of. */
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { Problem } from "../api.ts";
import { onLanguage, t } from "../i18n.ts";

/**
 * An element without a shadow tree, so that one style sheet and all labels reach it; it is drawn
 * anew in another language. What it waits for and what went wrong it keeps here.
 */
export abstract class Page extends LitElement {
  static override properties: PropertyDeclarations = {
    busy: { state: true },
    problem: { state: true },
    done: { state: true },
  };

  /** Whether something is being done that must not be asked for twice. */
  declare busy: boolean;
  /** What went wrong last. */
  declare problem: Problem | undefined;
  /** What was done last, in words. */
  declare done: string | undefined;

  private noMoreLanguage = (): void => {};

  constructor() {
    super();
    this.busy = false;
    this.problem = undefined;
    this.done = undefined;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add("page");
    this.noMoreLanguage = onLanguage(() => this.languageChanged());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreLanguage();
  }

  /** What the server said in the other language has to be asked for again by whoever shows it. */
  protected languageChanged(): void {
    this.requestUpdate();
  }

  /**
   * Does something that may fail, once at a time, and shows its problem; whether it was done.
   *
   * @param said what is said when it was done
   */
  protected async attempt(work: () => Promise<void>, said?: () => string): Promise<boolean> {
    if (this.busy) {
      return false;
    }
    this.busy = true;
    this.problem = undefined;
    this.done = undefined;
    try {
      await work();
      this.done = said?.();
      return true;
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : unexpected(failure);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The last problem and the last success, read out when they appear. */
  protected outcome(): TemplateResult {
    return html`
      <div role="alert">${this.problem === undefined ? nothing : problemNotice(this.problem)}</div>
      <div role="status">${this.done === undefined ? nothing : notice("good", this.done)}</div>
    `;
  }
}

export type Mood = "good" | "bad" | "warn" | "plain";

export function notice(mood: Mood, text: unknown, more: unknown = nothing): TemplateResult {
  return html`<div class="notice ${mood}"><p>${text}</p>${more}</div>`;
}

export function problemNotice(problem: Problem): TemplateResult {
  return notice("bad", problem.message, problem.advice === "" ? nothing : html`<p>${problem.advice}</p>`);
}

/** While something is fetched. */
export function waiting(): TemplateResult {
  return html`<p class="waiting" role="status">${t("waiting")}</p>`;
}

function unexpected(failure: unknown): Problem {
  console.error(failure);
  return new Problem(0, "unexpected", t("problem.in-page"), t("problem.in-page.advice"));
}
