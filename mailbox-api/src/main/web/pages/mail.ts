/** My mail: a plain reader for the day when no mail program is at hand. */
import { html, nothing, type TemplateResult } from "lit";
import { number, t } from "../i18n.ts";
import { value } from "../parts/forms.ts";
import { notice, Page, waiting } from "../parts/page.ts";
import { onQuery } from "../router.ts";
import { watch } from "../mail/live.ts";
import { calledBy, type Mailbox, mailboxName, mailboxes, ofUse, subjectOf, type Summary } from "../mail/mailboxes.ts";
import type { MailList } from "../mail/mail-list.ts";
import type { Done } from "../mail/mail-message.ts";
import { address, goTo, here, type Place } from "../mail/place.ts";
import "../mail/mail-compose.ts";
import "../mail/mail-list.ts";
import "../mail/mail-message.ts";

/** Changes that come together are asked for together. */
const GATHERED_MS = 300;

class MailPage extends Page {
  static override properties = { place: { state: true }, all: { state: true }, said: { state: true } };

  declare place: Place;
  declare all: Mailbox[] | undefined;
  /** What has just happened, in words. */
  declare said: string;

  private noMoreQuery = (): void => {};
  private noMoreChanges = (): void => {};
  private gathering: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.place = here();
    this.all = undefined;
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreQuery = onQuery(() => this.moved());
    this.noMoreChanges = watch(() => this.changed());
    void this.attempt(async () => {
      this.all = await mailboxes();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreQuery();
    this.noMoreChanges();
    clearTimeout(this.gathering);
  }

  private moved(): void {
    const before = this.place;
    this.place = here();
    this.said = "";
    if (before.uid !== undefined && this.place.uid === undefined && this.place.writing === undefined) {
      const uid = before.uid;
      void this.updateComplete.then(() => this.list()?.focusOn(uid));
    }
  }

  private changed(): void {
    clearTimeout(this.gathering);
    this.gathering = setTimeout(() => void this.refresh(), GATHERED_MS);
  }

  private async refresh(): Promise<void> {
    await this.attempt(async () => {
      this.all = await mailboxes();
    });
    await this.list()?.refresh();
  }

  private list(): MailList | null {
    return this.querySelector<MailList>("mail-list");
  }

  /** The mailbox that is shown: the inbox, when the address names none that there is. */
  private shown(all: readonly Mailbox[]): Mailbox | undefined {
    return all.find((each) => each.id === this.place.mailbox) ?? ofUse(all, "inbox") ?? all[0];
  }

  protected override render(): TemplateResult {
    const shown = this.shown(this.all ?? []);
    return html`
      ${this.outcome()}
      <div role="status" class="mail-said">${this.said === "" ? nothing : notice("good", this.said)}</div>
      ${this.all === undefined || shown === undefined ? (this.busy ? waiting() : nothing) : this.panes(this.all, shown)}
    `;
  }

  private panes(all: readonly Mailbox[], shown: Mailbox): TemplateResult {
    const reading = this.place.uid !== undefined || this.place.writing !== undefined;
    return html`
      <div class="mail ${reading ? "reading" : ""}">
        ${this.folders(all, shown)}
        <section class="mail-pane mail-messages" aria-label=${mailboxName(shown)}>
          ${this.tools(all, shown)}
          <mail-list
            .mailbox=${shown.id}
            .search=${this.place.search}
            .chosen=${this.place.uid}
            .outgoing=${shown.specialUse === "sent" || shown.specialUse === "drafts"}
            @mail-come=${this.come}
          ></mail-list>
        </section>
        <section class="mail-pane mail-shown" aria-label=${t("mail.message")}>${this.right(all, shown)}</section>
      </div>
    `;
  }

  private folders(all: readonly Mailbox[], shown: Mailbox): TemplateResult {
    return html`
      <nav class="mail-pane mail-folders" aria-label=${t("mail.mailboxes")}>
        <a class="button-link mail-new" href=${address({ mailbox: shown.id, writing: "new" })}>${t("mail.write")}</a>
        <ul>
          ${all.map((each) => html`
            <li>
              <a href=${address({ mailbox: each.id })} aria-current=${each.id === shown.id ? "true" : nothing}>
                <bdi>${mailboxName(each)}</bdi>${each.unseen === 0 ? nothing : html`
                  <span class="mail-count" aria-hidden="true">${number(each.unseen)}</span>
                  <span class="unseen">${t("mail.unread-count", { count: each.unseen })}</span>
                `}
              </a>
            </li>
          `)}
        </ul>
      </nav>
    `;
  }

  private tools(all: readonly Mailbox[], shown: Mailbox): TemplateResult {
    return html`
      <div class="mail-tools">
        <div class="mail-narrow">
          <label class="unseen" for="mail-mailbox">${t("mail.mailbox")}</label>
          <select id="mail-mailbox" @change=${(event: Event) => goTo({ mailbox: (event.currentTarget as HTMLSelectElement).value })}>
            ${all.map((each) => html`
              <option value=${each.id} ?selected=${each.id === shown.id}>${mailboxName(each)}${each.unseen === 0 ? "" : ` (${number(each.unseen)})`}</option>
            `)}
          </select>
          <a class="button-link mail-new" href=${address({ mailbox: shown.id, writing: "new" })}>${t("mail.write")}</a>
        </div>
        <form role="search" @submit=${(event: SubmitEvent) => this.search(event, shown)}>
          <label class="unseen" for="mail-search">${t("mail.search")}</label>
          <input id="mail-search" name="search" type="search" maxlength="500" .value=${this.place.search} placeholder=${t("mail.search")}
            title=${t("mail.search.hint")} autocomplete="off" @search=${(event: Event) => this.cleared(event, shown)} />
          <button class="plain">${t("mail.search.go")}</button>
        </form>
      </div>
    `;
  }

  private right(all: readonly Mailbox[], shown: Mailbox): unknown {
    const { uid, writing, search } = this.place;
    if (writing !== undefined) {
      return html`<mail-compose .writing=${writing} .mailbox=${shown.id} .uid=${uid} @mail-written=${this.written} @mail-kept=${this.kept}></mail-compose>`;
    }
    return uid === undefined ? html`<p class="mail-none">${t("mail.none-chosen")}</p>` : html`
      <mail-message .mailbox=${shown.id} .uid=${uid} .search=${search} .all=${all} @mail-done=${this.acted}></mail-message>
    `;
  }

  private search(event: SubmitEvent, shown: Mailbox): void {
    event.preventDefault();
    goTo({ mailbox: shown.id, search: value(event, "search") });
  }

  /** The cross in the field ends the search. */
  private cleared(event: Event, shown: Mailbox): void {
    if ((event.currentTarget as HTMLInputElement).value === "" && this.place.search !== "") {
      goTo({ mailbox: shown.id });
    }
  }

  private come(event: CustomEvent<Summary>): void {
    const message = event.detail;
    this.said = t("mail.come", { who: message.from.map(calledBy).join(", "), subject: subjectOf(message) });
  }

  /** After a message has left, the focus is on the one next to it. */
  private acted(event: CustomEvent<Done>): void {
    const { uid, flag, on, said } = event.detail;
    if (flag !== undefined) {
      this.list()?.changeFlag(uid, flag, on === true);
    } else {
      const beside = this.list()?.beside(uid);
      this.list()?.leave(uid);
      goTo({ ...this.place, uid: undefined }, true);
      this.said = said ?? "";
      if (beside !== undefined) {
        void this.updateComplete.then(() => this.list()?.focusOn(beside));
      }
    }
    this.changed();
  }

  /** A draft is another message once it was sent or kept anew. */
  private written(event: CustomEvent<string>): void {
    const { mailbox, search, uid, writing } = this.place;
    goTo({ mailbox, search, uid: writing === "draft" ? undefined : uid }, true);
    this.said = event.detail;
    this.changed();
  }

  private kept(): void {
    this.said = t("mail.saved");
    this.changed();
  }
}

customElements.define("mail-page", MailPage);
