/** The frame around the pages: navigation, language, and who is signed in. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { html as staticHtml, unsafeStatic } from "lit/static-html.js";
import { call, Problem } from "./api.ts";
import { chooseLanguage, type Language, language, LANGUAGES, onLanguage, t } from "./i18n.ts";
import { problemNotice, waiting } from "./parts/page.ts";
import { followLinks, go, onPath, path } from "./router.ts";
import { type Route, routeOf, ROUTES } from "./routes.ts";
import { isOneOf, load, onSession, session, signOut } from "./session.ts";
import "./pages/sign-in.ts";

const NAMES = { en: "English", de: "Deutsch" };

class App extends LitElement {
  static override properties = {
    ready: { state: true },
    isNew: { state: true },
    loaded: { state: true },
    menu: { state: true },
    problem: { state: true },
  };

  /** Whether it is known who is signed in. */
  declare ready: boolean;
  /** Whether the installation has no domain yet. */
  declare isNew: boolean;
  /** The element of the page whose code is there. */
  declare loaded: string;
  /** Whether the navigation is open, where it is small. */
  declare menu: boolean;
  declare problem: Problem | undefined;

  constructor() {
    super();
    this.ready = false;
    this.isNew = false;
    this.loaded = "";
    this.menu = false;
    this.problem = undefined;
    onLanguage(() => this.requestUpdate());
    onPath(() => this.show(true));
    onSession(() => void this.sessionChanged());
    followLinks(this, (to) => ROUTES.some((route) => route.path === to));
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  private async begin(): Promise<void> {
    try {
      await load();
      await this.askWhetherNew();
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : undefined;
    }
    this.ready = true;
    await this.show(false);
  }

  private async sessionChanged(): Promise<void> {
    await this.askWhetherNew().catch(() => {
      // Whoever signs in is told what is wrong.
    });
    await this.show(this.ready);
  }

  private async askWhetherNew(): Promise<void> {
    if (session() === undefined) {
      this.isNew = (await call<{ new: boolean }>("GET", "/v1/welcome")).new;
    }
  }

  /** Loads the page of the path; the focus goes to its heading when somebody went there. */
  private async show(focus: boolean): Promise<void> {
    this.menu = false;
    this.requestUpdate();
    const route = this.route();
    if (session() !== undefined && route === undefined && this.ready) {
      const first = ROUTES.find((page) => isOneOf(page.roles));
      if (first !== undefined && first.path !== path()) {
        go(first.path, true);
        return;
      }
    }
    if (route !== undefined) {
      await route.load();
      if (this.route() !== route) {
        return; // Somebody went on meanwhile: that page shows itself.
      }
      this.loaded = route.element;
    }
    await this.updateComplete;
    if (focus) {
      scrollTo(0, 0);
      this.querySelector<HTMLElement>("h1")?.focus();
    }
  }

  private route(): Route | undefined {
    return routeOf(path(), (route) => isOneOf(route.roles));
  }

  protected override render(): TemplateResult {
    const route = this.route();
    const title = route === undefined ? t("sign-in.title") : t(route.title);
    document.title = title + " – Posthorn";
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${t("skip")}</a>
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Posthorn</a>
        ${session() === undefined ? nothing : this.whoAndMenu()}
        ${this.languages()}
      </header>
      <div class=${session() === undefined ? "frame alone" : "frame"}>
        ${session() === undefined ? nothing : this.navigation(route)}
        <main id="main" tabindex="-1">${this.content(route, title)}</main>
      </div>
    `;
  }

  private content(route: Route | undefined, title: string): unknown {
    if (this.problem !== undefined) {
      return problemNotice(this.problem);
    }
    if (!this.ready) {
      return waiting();
    }
    if (session() === undefined) {
      return html`<sign-in .isNew=${this.isNew}></sign-in>`;
    }
    if (route === undefined || this.loaded !== route.element) {
      return waiting();
    }
    const tag = unsafeStatic(route.element);
    return html`
      <h1 tabindex="-1">${title}</h1>
      ${staticHtml`<${tag}></${tag}>`}
    `;
  }

  private whoAndMenu(): TemplateResult {
    return html`
      <button
        type="button"
        class="menu plain"
        aria-expanded=${this.menu ? "true" : "false"}
        aria-controls="navigation"
        @click=${() => (this.menu = !this.menu)}
        @keydown=${this.closeMenu}
      >${t("menu")}</button>
      <span class="who">${session()?.address ?? t("role.admin")}</span>
      <button type="button" class="plain sign-out" @click=${() => void signOut()}>${t("sign-out")}</button>
    `;
  }

  private navigation(current: Route | undefined): TemplateResult {
    const pages = ROUTES.filter((route) => route.hidden !== true && isOneOf(route.roles));
    return html`
      <nav id="navigation" class=${this.menu ? "open" : ""} @keydown=${this.closeMenu} aria-label=${t("navigation")}>
        <ul>
          ${pages.map((route) =>
            html`<li><a href=${route.path} aria-current=${route === current ? "page" : nothing}>${t(route.title)}</a></li>`
          )}
        </ul>
      </nav>
    `;
  }

  private closeMenu(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.menu) {
      this.menu = false;
      this.querySelector<HTMLElement>(".menu")?.focus();
    }
  }

  private languages(): TemplateResult {
    return html`
      <div class="languages" role="group" aria-label=${t("language")}>
        ${LANGUAGES.map((each) =>
          html`<button
            type="button"
            lang=${each}
            aria-label=${NAMES[each]}
            aria-pressed=${each === language() ? "true" : "false"}
            @click=${() => this.choose(each)}
          >${each.toUpperCase()}</button>`
        )}
      </div>
    `;
  }

  /** Notices by mail come in the language of the account, and so it follows. */
  private choose(chosen: Language): void {
    chooseLanguage(chosen);
    if (session()?.account !== undefined) {
      call("PATCH", "/v1/accounts/me", { language: chosen }).catch((failure) =>
        console.info("the language of the account stays: " + String(failure))
      );
    }
  }

  /** Past the navigation, without another entry in the browser's history. */
  private skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  }
}

customElements.define("posthorn-app", App);
