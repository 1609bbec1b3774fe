/** Answers mail while its owner is away (RFC 3834). */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { t } from "../i18n.ts";
import { field, secretValue, value } from "./forms.ts";
import { orNone } from "./forward-form.ts";
import { Page, waiting } from "./page.ts";

const ME = "/v1/accounts/me/vacation";
const USUAL_DAYS = 7;

interface Vacation {
  subject: string;
  text: string;
  /** First and last moment; absent: at once, until it is ended. */
  from?: string;
  until?: string;
  /** After how many days the same sender is answered again. */
  days: number;
}

class VacationForm extends Page {
  static override properties = { vacation: { state: true }, loaded: { state: true } };

  /** What stands there; undefined: nothing is answered. */
  declare vacation: Vacation | undefined;
  declare loaded: boolean;

  constructor() {
    super();
    this.vacation = undefined;
    this.loaded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => {
      this.vacation = await orNone<Vacation | undefined>(call<Vacation>("GET", ME), undefined);
      this.loaded = true;
    });
  }

  protected override render(): TemplateResult {
    const on = this.vacation !== undefined;
    return html`
      <section class="card">
        <h2>${t("vacation")} <span class="tag ${on ? "good" : ""}">${on ? t("second.on") : t("second.off")}</span></h2>
        <p>${t("vacation.text")}</p>
        ${this.outcome()}
        ${this.loaded ? this.form(this.vacation) : this.busy ? waiting() : nothing}
      </section>
    `;
  }

  private form(vacation: Vacation | undefined): TemplateResult {
    return html`
      <form @submit=${this.save}>
        ${field({ name: "subject", label: t("vacation.subject"), value: vacation?.subject ?? t("vacation.subject.usual"), required: true, maxlength: 200 })}
        <div class="field wide">
          <label for="vacation-text">${t("vacation.words")}</label>
          <textarea id="vacation-text" name="text" rows="6" required maxlength="10000" .value=${vacation?.text ?? ""}></textarea>
        </div>
        <div class="side-by-side">
          ${field({ name: "from", label: t("vacation.from"), type: "date", value: dayOf(vacation?.from) })}
          ${field({ name: "until", label: t("vacation.until"), type: "date", value: dayOf(vacation?.until) })}
        </div>
        ${field({ name: "days", label: t("vacation.days"), hint: t("vacation.days.hint"), type: "number", min: 1, value: String(vacation?.days ?? USUAL_DAYS), required: true })}
        <div class="actions">
          <button ?disabled=${this.busy}>${vacation === undefined ? t("vacation.begin") : t("save")}</button>
          ${vacation === undefined ? nothing : html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.end}>${t("vacation.end")}</button>`}
        </div>
      </form>
    `;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const next: Vacation = {
      subject: value(event, "subject"),
      text: secretValue(event, "text"),
      days: Number(value(event, "days")),
    };
    const from = value(event, "from");
    const until = value(event, "until");
    if (from !== "") {
      next.from = new Date(from + "T00:00:00").toISOString();
    }
    if (until !== "") {
      next.until = new Date(until + "T23:59:59").toISOString();
    }
    await this.attempt(async () => {
      this.vacation = (await call<Vacation | undefined>("PUT", ME, next)) ?? next;
    }, () => t("vacation.saved"));
  }

  private async end(): Promise<void> {
    await this.attempt(async () => {
      await call("DELETE", ME);
      this.vacation = undefined;
    }, () => t("vacation.ended"));
  }
}

/** The day of a moment where the browser is, as an input of days takes it. */
function dayOf(rfc3339: string | undefined): string {
  if (rfc3339 === undefined) {
    return "";
  }
  const moment = new Date(rfc3339);
  const two = (part: number): string => String(part).padStart(2, "0");
  return moment.getFullYear() + "-" + two(moment.getMonth() + 1) + "-" + two(moment.getDate());
}

customElements.define("vacation-form", VacationForm);
