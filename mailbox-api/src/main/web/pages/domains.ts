/** Domains, with the state of their records in DNS. */
import { html, nothing, type TemplateResult } from "lit";
import { call, Problem, segment } from "../api.ts";
import { day, t } from "../i18n.ts";
import { recordList, type RecordState, recordStates, summary } from "../operators/dns-state.ts";
import { confirmed } from "../parts/confirm.ts";
import { ListPage } from "../parts/list-page.ts";
import { problemNotice, waiting } from "../parts/page.ts";
import { onQuery } from "../router.ts";
import { isAdmin } from "../session.ts";

interface Domain {
  name: string;
  postmaster?: string;
  created: string;
  catchAll?: string;
  aliasOf?: string;
  nextHop?: string;
}

class DomainsPage extends ListPage<Domain> {
  static override properties = { states: { state: true }, opened: { state: true } };

  /** Records by domain, as far as DNS was asked, or why they cannot be told. */
  declare states: ReadonlyMap<string, RecordState[] | Problem>;
  /** The domain whose records are shown. */
  declare opened: string | undefined;

  private noMoreQuery = (): void => {};

  constructor() {
    super();
    this.states = new Map();
    this.opened = asked();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreQuery = onQuery(() => (this.opened = asked()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreQuery();
  }

  protected override languageChanged(): void {
    this.states = new Map();
    void this.attempt(() => this.load());
  }

  protected override source(): string {
    return "/v1/domains";
  }

  protected override async load(cursor?: string): Promise<void> {
    await super.load(cursor);
    void this.askDns();
  }

  /** One domain after the other: DNS may be slow. */
  private async askDns(): Promise<void> {
    for (const { name } of this.items ?? []) {
      if (this.isConnected && !this.states.has(name)) {
        const found = await recordStates(name).catch((failure: unknown) => {
          if (failure instanceof Problem) {
            return failure;
          }
          throw failure;
        });
        this.states = new Map([...this.states, [name, found]]);
      }
    }
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("domains.lead")}</p>
      ${this.outcome()}
      ${this.items === undefined ? (this.busy ? waiting() : nothing) : this.list(this.items)}
    `;
  }

  private list(items: Domain[]): TemplateResult {
    return html`
      <section class="card">
        ${items.length === 0 ? html`<p>${t("domains.none")}</p>` : html`<ul class="rows">${items.map((each) => this.row(each))}</ul>`}
        ${this.moreButton()}
      </section>
    `;
  }

  private row(domain: Domain): TemplateResult {
    const records = this.states.get(domain.name);
    const open = this.opened === domain.name;
    return html`
      <li>
        <div class="row">
          <div>
            <p id=${"domain-" + domain.name}><strong>${domain.name}</strong> ${Array.isArray(records) ? summary(records) : nothing}</p>
            <p class="hint">
              ${t("domains.since", { day: day(domain.created) })}
              ${domain.postmaster ? html` · ${t("domains.postmaster", { address: domain.postmaster })}` : nothing}
              ${domain.catchAll ? html` · ${t("domains.catch-all", { address: domain.catchAll })}` : nothing}
              ${domain.aliasOf ? html` · ${t("domains.alias-of", { domain: domain.aliasOf })}` : nothing}
              ${domain.nextHop ? html` · ${t("domains.next-hop", { host: domain.nextHop })}` : nothing}
            </p>
          </div>
          <div class="actions">
            <a href=${"/accounts?domain=" + encodeURIComponent(domain.name)}>${t("domains.accounts")}<span class="unseen">: ${domain.name}</span></a>
            <button type="button" class="small" aria-expanded=${open ? "true" : "false"} aria-describedby=${"domain-" + domain.name}
              @click=${() => (this.opened = open ? undefined : domain.name)}>${t("domains.records")}</button>
            ${isAdmin() ? html`
              <button type="button" class="small danger" aria-describedby=${"domain-" + domain.name} @click=${() => this.drop(domain)}>${t("domains.remove")}</button>
            ` : nothing}
          </div>
        </div>
        ${open ? recordsOf(records) : nothing}
      </li>
    `;
  }

  private async drop(domain: Domain): Promise<void> {
    const name = domain.name;
    if (await confirmed(t("domains.remove.sure", { name }), t("domains.remove.text"), t("domains.remove"))) {
      await this.attempt(async () => {
        await call("DELETE", "/v1/domains/" + segment(name));
        await this.load();
      }, () => t("domains.removed", { name }));
    }
  }
}

function recordsOf(records: RecordState[] | Problem | undefined): TemplateResult {
  if (records === undefined) {
    return waiting();
  }
  return records instanceof Problem ? problemNotice(records) : recordList(records);
}

function asked(): string | undefined {
  return new URLSearchParams(location.search).get("domain") ?? undefined;
}

customElements.define("domains-page", DomainsPage);
