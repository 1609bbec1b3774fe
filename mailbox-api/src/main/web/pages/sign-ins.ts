/** Recent sign-ins: who it was can be confirmed or disowned. */
import { html, nothing, type TemplateResult } from "lit";
import { call, type Items, segment } from "../api.ts";
import { ago, t, textOf, time } from "../i18n.ts";
import { clientName } from "../parts/client-name.ts";
import { confirmed } from "../parts/confirm.ts";
import { type Mood, Page, waiting } from "../parts/page.ts";

const ME = "/v1/accounts/me/sign-ins";
const SHOWN_AT_ONCE = 25;

interface SignIn {
  id: string;
  /** Of the last one, where several of a kind are counted as one. */
  time: string;
  /** Where it came from. */
  address: string;
  protocol: string;
  /** What the program said of itself; may be absent. */
  client?: string;
  method?: string;
  appPassword?: string;
  outcome: string;
  count: number;
  /** What the owner has said of it. */
  answer: "none" | "confirmed" | "disowned";
}

/** How an outcome looks; all others look bad. */
const MOODS: Record<string, Mood> = { "success": "good", "second-factor-asked": "plain", "not-checked": "warn" };

class SignInsPage extends Page {
  static override properties = { items: { state: true }, next: { state: true } };

  declare items: SignIn[] | undefined;
  declare next: string | undefined;

  constructor() {
    super();
    this.items = undefined;
    this.next = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
  }

  private async load(cursor?: string): Promise<void> {
    const more = cursor === undefined ? "" : "&cursor=" + encodeURIComponent(cursor);
    const page = await call<Items<SignIn>>("GET", ME + "?limit=" + SHOWN_AT_ONCE + more);
    this.items = [...(cursor === undefined ? [] : this.items ?? []), ...page.items];
    this.next = page.next;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("sign-ins.lead")}</p>
      ${this.outcome()}
      ${this.items === undefined ? (this.busy ? waiting() : nothing) : this.list(this.items)}
    `;
  }

  private list(items: SignIn[]): TemplateResult {
    return html`
      <section class="card">
        ${items.length === 0 ? html`<p>${t("sign-ins.none")}</p>` : html`<ul class="rows">${items.map((each) => this.row(each))}</ul>`}
        ${this.next === undefined ? nothing : html`
          <div class="actions"><button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.attempt(() => this.load(this.next))}>${t("more")}</button></div>
        `}
      </section>
    `;
  }

  private row(signIn: SignIn): TemplateResult {
    const mood = MOODS[signIn.outcome] ?? "bad";
    const what = (textOf("protocol." + signIn.protocol) ?? signIn.protocol.toUpperCase()) +
      (signIn.client ? ", " + clientName(signIn.client) : "");
    const id = "sign-in-" + signIn.id;
    return html`
      <li class="row">
        <div>
          <p id=${id}>
            <span class="tag ${mood}">${textOf("sign-ins.outcome." + signIn.outcome) ?? signIn.outcome}</span>
            <strong title=${signIn.client ?? ""}>${what}</strong>
          </p>
          <p class="hint">
            <time datetime=${signIn.time} title=${time(signIn.time)}>${ago(signIn.time)}</time> ·
            ${t("sign-ins.from", { address: signIn.address })}
            ${signIn.appPassword ? html` · ${t("sign-ins.app", { name: signIn.appPassword })}` : nothing}
            ${signIn.count > 1 ? html` · ${t("sign-ins.count", { count: signIn.count })}` : nothing}
          </p>
        </div>
        ${signIn.answer === "none" ? this.questions(signIn, mood, id) : html`
          <span class="tag">${t(`sign-ins.answer.${signIn.answer}`)}</span>
        `}
      </li>
    `;
  }

  private questions(signIn: SignIn, mood: Mood, describedBy: string): TemplateResult {
    return html`
      <div class="actions">
        ${mood === "good" ? nothing : html`
          <button type="button" class="small" aria-describedby=${describedBy} @click=${() => this.confirm(signIn)}>${t("sign-ins.mine")}</button>
        `}
        <button type="button" class="small danger" aria-describedby=${describedBy} @click=${() => this.disown(signIn)}>${t("sign-ins.not-mine")}</button>
      </div>
    `;
  }

  private async confirm(signIn: SignIn): Promise<void> {
    await this.attempt(async () => {
      await call("POST", ME + "/" + segment(signIn.id) + "/confirm");
      await this.load();
    }, () => t("sign-ins.confirmed"));
  }

  private async disown(signIn: SignIn): Promise<void> {
    if (await confirmed(t("sign-ins.disown.sure"), t("sign-ins.disown.text"), t("sign-ins.disown"))) {
      await this.attempt(async () => {
        await call("POST", ME + "/" + segment(signIn.id) + "/disown");
        await this.load();
      }, () => t("sign-ins.disowned"));
    }
  }
}

customElements.define("sign-ins-page", SignInsPage);
