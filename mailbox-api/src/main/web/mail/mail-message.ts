/** One message, with what can be done about it. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { octets, t, time } from "../i18n.ts";
import { confirmed } from "../parts/confirm.ts";
import { value } from "../parts/forms.ts";
import { notice, Page, waiting } from "../parts/page.ts";
import { session } from "../session.ts";
import { hasOthers } from "./answer.ts";
import { linked } from "./linked.ts";
import {
  type Attachment,
  dateOf,
  files,
  has,
  type Mailbox,
  mailboxName,
  type Message,
  messagePath,
  move,
  ofUse,
  type Person,
  remove,
  setFlag,
  subjectOf,
} from "./mailboxes.ts";
import { address, type Writing } from "./place.ts";
import "./mail-html.ts";

/** What was done to a message, for the list beside it. */
export interface Done {
  uid: number;
  /** Flag that was set or taken away; undefined: the message has left the mailbox. */
  flag?: string;
  on?: boolean;
  /** What is said about it. */
  said?: string;
}

/** Tells its parent `mail-done` with what was done. */
export class MailMessage extends Page {
  static override properties = {
    mailbox: { attribute: false },
    uid: { attribute: false },
    search: { attribute: false },
    all: { attribute: false },
    message: { state: true },
  };

  declare mailbox: string;
  declare uid: number;
  /** By which the list beside it was found. */
  declare search: string;
  declare all: readonly Mailbox[];
  declare message: Message | undefined;

  constructor() {
    super();
    this.mailbox = "";
    this.uid = 0;
    this.search = "";
    this.all = [];
    this.message = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("mailbox") || changed.has("uid")) {
      this.message = undefined;
      this.busy = false;
      void this.attempt(() => this.load());
    }
  }

  protected override languageChanged(): void {
    void this.attempt(() => this.load());
  }

  private async load(): Promise<void> {
    const { mailbox, uid } = this;
    const message = await call<Message>("GET", messagePath(mailbox, uid));
    if (mailbox === this.mailbox && uid === this.uid) {
      const before = this.message;
      this.message = message;
      if (before === undefined) {
        void this.updateComplete.then(() => this.querySelector("h2")?.focus());
        if (!has(message, "\\Seen")) {
          await this.flag("\\Seen", true);
        }
      }
    }
  }

  protected override render(): TemplateResult {
    return html`
      <p class="mail-back"><a href=${address({ mailbox: this.mailbox, search: this.search })}>← ${t("mail.back")}</a></p>
      ${this.outcome()}
      ${this.message === undefined ? (this.problem === undefined ? waiting() : nothing) : this.whole(this.message)}
    `;
  }

  private whole(message: Message): TemplateResult {
    return html`
      <article aria-labelledby="mail-subject">
        <h2 id="mail-subject" tabindex="-1"><bdi>${subjectOf(message.header)}</bdi></h2>
        ${this.actions(message)}
        ${this.head(message)}
        ${message.html
          ? html`<mail-html .src=${messagePath(this.mailbox, this.uid) + "/html"} .blocked=${message.blockedImages}></mail-html>`
          : html`<div class="mail-text" dir="auto">${linked(message.text)}</div>`}
        ${message.truncated ? notice("plain", t("mail.truncated")) : nothing}
        ${this.attachments(files(message))}
      </article>
    `;
  }

  private actions(message: Message): TemplateResult {
    const flagged = has(message, "\\Flagged");
    const others = this.all.filter((each) => each.id !== this.mailbox);
    return html`
      <div class="mail-actions" role="group" aria-label=${t("mail.actions")}>
        ${has(message, "\\Draft") ? this.link("draft", t("mail.go-on-writing")) : html`
          ${this.link("reply", t("mail.reply"))}
          ${hasOthers(message, session()?.address ?? "") ? this.link("reply-all", t("mail.reply-all")) : nothing}
        `}
        ${this.link("forward", t("mail.forward"))}
        <button type="button" class="small danger" @click=${this.delete}>${t("mail.delete")}</button>
        <button type="button" class="small" aria-pressed=${flagged ? "true" : "false"} @click=${() => this.attempt(() => this.flag("\\Flagged", !flagged))}>
          <span aria-hidden="true">${flagged ? "★" : "☆"}</span> ${t("mail.flag")}
        </button>
        <button type="button" class="small" @click=${() => this.attempt(() => this.flag("\\Seen", false))} ?disabled=${!has(message, "\\Seen")}>${t("mail.mark-unread")}</button>
        <form class="mail-move" @submit=${this.moveChosen}>
          <label class="unseen" for="mail-move">${t("mail.move.to")}</label>
          <select id="mail-move" name="to" class="small">
            ${others.map((each) => html`<option value=${each.id}>${mailboxName(each)}</option>`)}
          </select>
          <button class="small">${t("mail.move")}</button>
        </form>
      </div>
    `;
  }

  private link(writing: Writing, text: string): TemplateResult {
    return html`<a class="button-link small" href=${address({ mailbox: this.mailbox, search: this.search, uid: this.uid, writing })}>${text}</a>`;
  }

  private head(message: Message): TemplateResult {
    const date = dateOf(message);
    return html`
      <dl class="mail-head">
        ${people(t("mail.from"), message.header.from)}
        ${people(t("mail.to"), message.header.to)}
        ${people(t("mail.cc"), message.header.cc)}
        ${people(t("mail.bcc"), message.header.bcc)}
        <div><dt>${t("mail.date")}</dt><dd><time datetime=${date}>${time(date)}</time></dd></div>
        <div><dt>${t("mail.sender")}</dt><dd><span class="tag ${mood(message.authentication.verdict)}">${message.authentication.words}</span></dd></div>
      </dl>
    `;
  }

  private attachments(attachments: Attachment[]): TemplateResult {
    return html`
      <section class="mail-attachments">
        ${attachments.length === 0 ? nothing : html`
          <h3>${t("mail.attachments")}</h3>
          <ul>
            ${attachments.map((each) => html`
              <li>
                <a href=${messagePath(this.mailbox, this.uid) + "/parts/" + each.part} download><bdi>${each.name || t("mail.unnamed")}</bdi></a>
                <span class="hint">${octets(each.size)}</span>
              </li>
            `)}
          </ul>
        `}
        <p class="hint"><a href=${messagePath(this.mailbox, this.uid) + "/raw"} download>${t("mail.raw")}</a></p>
      </section>
    `;
  }

  private async flag(flag: string, on: boolean): Promise<void> {
    const { mailbox, uid, message } = this;
    await setFlag(mailbox, uid, flag, on);
    if (message !== undefined && message === this.message) {
      this.message = { ...message, flags: [...message.flags.filter((each) => each !== flag), ...(on ? [flag] : [])] };
    }
    this.tell({ uid, flag, on });
  }

  private async moveChosen(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const to = this.all.find((each) => each.id === value(event, "to"));
    if (to !== undefined) {
      const { mailbox, uid } = this;
      if (await this.attempt(() => move(mailbox, uid, to.id))) {
        this.tell({ uid, said: t("mail.moved", { mailbox: mailboxName(to) }) });
      }
    }
  }

  /** Into the trash; what is in there already goes for good. */
  private async delete(): Promise<void> {
    const { mailbox, uid } = this;
    const trash = ofUse(this.all, "trash");
    const forGood = trash === undefined || trash.id === mailbox;
    if (forGood && !await confirmed(t("mail.delete.sure"), t("mail.delete.text"), t("mail.delete"))) {
      return;
    }
    if (await this.attempt(() => remove(mailbox, uid))) {
      this.tell({ uid, said: forGood ? t("mail.deleted") : t("mail.moved", { mailbox: mailboxName(trash) }) });
    }
  }

  private tell(done: Done): void {
    this.dispatchEvent(new CustomEvent("mail-done", { detail: done }));
  }
}

function people(label: string, list: readonly Person[]): unknown {
  return list.length === 0 ? nothing : html`
    <div><dt>${label}</dt><dd>${list.map((person, index) =>
      html`${index === 0 ? nothing : ", "}<bdi>${person.name === "" ? nothing : html`<strong>${person.name}</strong> `}<span class="mail-address">${person.address}</span></bdi>`
    )}</dd></div>
  `;
}

function mood(verdict: string): string {
  switch (verdict) {
    case "confirmed":
      return "good";
    case "disowned":
      return "bad";
    case "unproven":
      return "warn";
    default:
      return "";
  }
}

customElements.define("mail-message", MailMessage);
