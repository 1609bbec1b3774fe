/** A page that is a list, fetched as far as somebody wants to see it. */
import { html, nothing, type PropertyDeclarations } from "lit";
import { call, type Items } from "../api.ts";
import { t } from "../i18n.ts";
import { Page } from "./page.ts";

const SHOWN_AT_ONCE = 50;

export abstract class ListPage<T> extends Page {
  static override properties: PropertyDeclarations = { items: { state: true }, next: { state: true } };

  /** Undefined until they are there. */
  declare items: T[] | undefined;
  /** Where the list goes on; undefined: that is all. */
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

  /** Path of the list, with its filters. */
  protected abstract source(): string;

  /** The list from its beginning, or what follows. */
  protected async load(cursor?: string): Promise<void> {
    const source = this.source();
    const more = cursor === undefined ? "" : "&cursor=" + encodeURIComponent(cursor);
    const page = await call<Items<T>>("GET", source + (source.includes("?") ? "&" : "?") + "limit=" + SHOWN_AT_ONCE + more);
    this.items = [...(cursor === undefined ? [] : this.items ?? []), ...page.items];
    this.next = page.next;
  }

  protected moreButton(): unknown {
    return this.next === undefined ? nothing : html`
      <div class="actions">
        <button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.attempt(() => this.load(this.next))}>${t("more")}</button>
      </div>
    `;
  }
}
