/** Who is there? With the password, then a second factor where there is one; or with the admin token. */
import { html, nothing, type TemplateResult } from "lit";
import { t, type TextKey } from "../i18n.ts";
import { field, secretValue, value } from "../parts/forms.ts";
import { Page } from "../parts/page.ts";
import { assertion, hasPasskeys } from "../parts/passkeys.ts";
import { go, path } from "../router.ts";
import { secondFactor, type SecondFactorMethod, signIn, type SignInAnswer, signInAsAdmin } from "../session.ts";

type Way = "account" | "admin";

const METHODS: Record<SecondFactorMethod, TextKey> = {
  "passkey": "sign-in.passkey",
  "totp": "sign-in.totp",
  "recovery-code": "sign-in.recovery-code",
};

class SignIn extends Page {
  static override properties = {
    isNew: { attribute: false },
    way: { state: true },
    asked: { state: true },
    method: { state: true },
  };

  /** Whether the installation has no domain yet: then only the admin token opens it. */
  declare isNew: boolean;
  declare way: Way | undefined;
  /** The second factor that is asked for. */
  declare asked: SignInAnswer | undefined;
  declare method: SecondFactorMethod | undefined;

  constructor() {
    super();
    this.isNew = false;
    this.way = undefined;
    this.asked = undefined;
    this.method = undefined;
  }

  protected override render(): TemplateResult {
    if (this.asked !== undefined) {
      return this.secondFactor(this.asked);
    }
    return (this.way ?? (this.isNew ? "admin" : "account")) === "admin" ? this.adminForm() : this.accountForm();
  }

  private accountForm(): TemplateResult {
    return html`
      <section class="card">
        <h1 tabindex="-1">${t("sign-in.title")}</h1>
        ${this.outcome()}
        <form @submit=${this.withPassword}>
          ${field({ name: "login", label: t("sign-in.address"), type: "text", inputmode: "email", autocomplete: "username", required: true, maxlength: 320 })}
          ${field({ name: "password", label: t("sign-in.password"), type: "password", autocomplete: "current-password", required: true, maxlength: 1000 })}
          <div class="actions"><button ?disabled=${this.busy}>${t("sign-in.submit")}</button></div>
        </form>
        <p><button type="button" class="link" @click=${() => this.choose("admin")}>${t("sign-in.with-token")}</button></p>
      </section>
    `;
  }

  private adminForm(): TemplateResult {
    return html`
      <section class="card">
        <h1 tabindex="-1">${this.isNew ? t("start.welcome") : t("sign-in.admin-title")}</h1>
        ${this.isNew ? html`<p>${t("start.welcome.text")}</p>` : nothing}
        ${this.outcome()}
        <form @submit=${this.withToken}>
          ${field({ name: "token", label: t("sign-in.token"), type: "password", autocomplete: "off", required: true, maxlength: 1000, hint: t("sign-in.token.hint") })}
          <div class="actions"><button ?disabled=${this.busy}>${t("sign-in.submit")}</button></div>
        </form>
        <p><button type="button" class="link" @click=${() => this.choose("account")}>${t("sign-in.with-account")}</button></p>
      </section>
    `;
  }

  private secondFactor(asked: SignInAnswer): TemplateResult {
    const methods = this.usable(asked);
    const method = this.method ?? methods[0];
    return html`
      <section class="card">
        <h1 tabindex="-1">${t("sign-in.second")}</h1>
        ${this.outcome()}
        ${method === "passkey" ? this.passkeyForm() : this.codeForm(method ?? "totp")}
        ${methods.filter((other) => other !== method).map((other) =>
          html`<p><button type="button" class="link" @click=${() => this.use(other)}>${t(METHODS[other])}</button></p>`
        )}
        <p><button type="button" class="link" @click=${() => this.choose("account")}>${t("sign-in.again")}</button></p>
      </section>
    `;
  }

  private codeForm(method: SecondFactorMethod): TemplateResult {
    const totp = method === "totp";
    return html`
      <form @submit=${(event: SubmitEvent) => this.withCode(event, method)}>
        ${field({
          name: totp ? "totp" : "recovery",
          label: totp ? t("sign-in.totp.label") : t("sign-in.recovery-code.label"),
          hint: totp ? t("sign-in.totp.hint") : t("sign-in.recovery-code.hint"),
          autocomplete: totp ? "one-time-code" : "off",
          inputmode: totp ? "numeric" : "text",
          required: true,
          maxlength: 40,
        })}
        <div class="actions"><button ?disabled=${this.busy}>${t("sign-in.submit")}</button></div>
      </form>
    `;
  }

  private passkeyForm(): TemplateResult {
    return html`
      <p>${t("sign-in.passkey.text")}</p>
      <div class="actions">
        <button type="button" ?disabled=${this.busy} @click=${this.withPasskey}>${t("sign-in.passkey.use")}</button>
      </div>
    `;
  }

  private usable(asked: SignInAnswer): SecondFactorMethod[] {
    const order: SecondFactorMethod[] = ["passkey", "totp", "recovery-code"];
    return order.filter((method) =>
      asked.methods?.includes(method) === true && (method !== "passkey" || (hasPasskeys() && asked.passkey !== undefined))
    );
  }

  private choose(way: Way): void {
    this.way = way;
    this.asked = undefined;
    this.use(undefined);
  }

  private use(method: SecondFactorMethod | undefined): void {
    this.method = method;
    this.problem = undefined;
    void this.focusFirst();
  }

  private async withPassword(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const login = value(event, "login");
    const password = secretValue(event, "password");
    await this.attempt(async () => this.answered(await signIn(login, password)));
    await this.focusFirst();
  }

  private async withToken(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const token = value(event, "token");
    const opened = await this.attempt(async () => this.answered(await signInAsAdmin(token)));
    if (opened && this.isNew) {
      go("/start", true);
    }
  }

  private async withCode(event: SubmitEvent, method: SecondFactorMethod): Promise<void> {
    event.preventDefault();
    const factor = method === "totp"
      ? { totp: value(event, "totp").replaceAll(" ", "") }
      : { recoveryCode: value(event, "recovery") };
    await this.attempt(async () => this.answered(await secondFactor(this.challenge(), factor)));
  }

  private async withPasskey(): Promise<void> {
    const options = this.asked?.passkey;
    if (options === undefined) {
      return;
    }
    await this.attempt(async () => {
      const passkey = await assertion(options);
      this.answered(await secondFactor(this.challenge(), { passkey }));
    });
  }

  private challenge(): string {
    return this.asked?.challenge ?? "";
  }

  private answered(answer: SignInAnswer): void {
    this.asked = answer.state === "open" ? undefined : answer;
    if (answer.state === "open" && path() === "/sign-in") {
      go("/", true);
    }
  }

  private async focusFirst(): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>("form input, .actions button")?.focus();
  }
}

customElements.define("sign-in", SignIn);
