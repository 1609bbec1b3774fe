/** A letter: something new, an answer, or a message that is sent on. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { call } from "../api.ts";
import { octets, t, type TextKey } from "../i18n.ts";
import { Page, waiting } from "../parts/page.ts";
import { session } from "../session.ts";
import { addressesOf, BLANK, type Letter, letter } from "./answer.ts";
import { type AttachmentToSend, attach } from "./attachments.ts";
import { ME, type Message, messagePath } from "./mailboxes.ts";
import type { Writing } from "./place.ts";

const TITLES: Record<Writing, TextKey> = {
  "new": "mail.write",
  "reply": "mail.reply",
  "reply-all": "mail.reply-all",
  "forward": "mail.forward",
  "draft": "mail.write",
};

type Field = "to" | "cc" | "bcc" | "subject" | "text";

/**
 * Tells its parent `mail-written` with what is said when it was sent, kept or thrown away, and
 * `mail-kept` when it became a draft because its writer went elsewhere.
 */
export class MailCompose extends Page {
  static override properties = {
    writing: { attribute: false },
    mailbox: { attribute: false },
    uid: { attribute: false },
    letter: { state: true },
    attachments: { state: true },
    copies: { state: true },
  };

  declare writing: Writing;
  /** Of the message that is answered, sent on, or gone on with. */
  declare mailbox: string;
  declare uid: number | undefined;
  declare letter: Letter | undefined;
  declare attachments: AttachmentToSend[];
  /** Whether the fields for copies are shown. */
  declare copies: boolean;

  /** Whether something was written that is kept nowhere. */
  private unsaved = false;
  /** Another one after each change: what is sent twice as it is, is one message. */
  private key = randomWord();

  constructor() {
    super();
    this.writing = "new";
    this.mailbox = "";
    this.uid = undefined;
    this.letter = undefined;
    this.attachments = [];
    this.copies = false;
  }

  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.unsaved) {
      event.preventDefault();
    }
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeunload", this.warn);
  }

  /** Who goes elsewhere finds the letter among the drafts. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeunload", this.warn);
    if (this.unsaved && session() !== undefined) {
      void this.save().then(() => this.dispatchEvent(new CustomEvent("mail-kept")), (failure) => console.error(failure));
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("writing") || changed.has("mailbox") || changed.has("uid")) {
      void this.attempt(() => this.begin());
    }
  }

  private async begin(): Promise<void> {
    this.unsaved = false;
    this.attachments = [];
    if (this.writing === "new" || this.uid === undefined) {
      this.letter = BLANK;
    } else {
      const message = await call<Message>("GET", messagePath(this.mailbox, this.uid));
      this.letter = letter(this.writing, message, session()?.address ?? "");
      if (this.writing === "forward" || this.writing === "draft") {
        this.attachments = message.attachments.map((each) => this.kept(each.part, each.name, each.size));
      }
    }
    this.copies = this.letter.cc !== "" || this.letter.bcc !== "";
    await this.updateComplete;
    this.focusFirst();
  }

  private kept(part: string, name: string, size: number): AttachmentToSend {
    return { name, size, content: { mailbox: this.mailbox, uid: this.uid ?? 0, part } };
  }

  /** Where there is somebody to write to already, the text comes first, above what is quoted. */
  private focusFirst(): void {
    const text = this.querySelector("textarea");
    if (this.letter?.to === "" || text === null) {
      this.querySelector<HTMLInputElement>("#mail-to")?.focus();
    } else {
      text.focus();
      text.setSelectionRange(0, 0);
      text.scrollTop = 0;
    }
  }

  protected override render(): TemplateResult {
    return html`
      <h2>${t(TITLES[this.writing])}</h2>
      ${this.outcome()}
      ${this.letter === undefined ? (this.problem === undefined ? waiting() : nothing) : this.form(this.letter)}
    `;
  }

  private form(letter: Letter): TemplateResult {
    return html`
      <form class="mail-compose" @submit=${this.send}>
        ${this.line("to", t("mail.to"), letter.to)}
        ${this.copies ? html`${this.line("cc", t("mail.cc"), letter.cc)}${this.line("bcc", t("mail.bcc"), letter.bcc)}` : html`
          <button type="button" class="link" @click=${this.showCopies}>${t("mail.copies")}</button>
        `}
        ${this.line("subject", t("mail.subject"), letter.subject)}
        <div class="field">
          <label for="mail-body">${t("mail.text")}</label>
          <textarea id="mail-body" name="text" dir="auto" .value=${letter.text} @input=${this.typed}></textarea>
        </div>
        ${this.attached()}
        <div class="actions">
          <button ?disabled=${this.busy}>${t("mail.send")}</button>
          <button type="button" class="plain" ?disabled=${this.busy} @click=${this.keep}>${t("mail.save-draft")}</button>
          <button type="button" class="link" @click=${this.discard}>${t("mail.discard")}</button>
        </div>
      </form>
    `;
  }

  private line(name: Field, label: string, text: string): TemplateResult {
    return html`
      <div class="field">
        <label for=${"mail-" + name}>${label}</label>
        <input id=${"mail-" + name} name=${name} .value=${text} autocomplete="off" autocapitalize=${name === "subject" ? "sentences" : "none"}
          inputmode=${name === "subject" ? "text" : "email"} @input=${this.typed} />
      </div>
    `;
  }

  private attached(): TemplateResult {
    return html`
      <div class="field">
        <label for="mail-files">${t("mail.attach")}</label>
        <input id="mail-files" type="file" multiple @change=${this.attach} />
      </div>
      ${this.attachments.length === 0 ? nothing : html`
        <ul class="mail-attached" aria-label=${t("mail.attachments")}>
          ${this.attachments.map((each) => html`
            <li>
              <bdi>${each.name}</bdi> <span class="hint">${octets(each.size)}</span>
              <button type="button" class="small" aria-label=${t("mail.detach", { name: each.name })} @click=${() => this.detach(each)}>×</button>
            </li>
          `)}
        </ul>
      `}
    `;
  }

  private typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.changed();
    this.letter = { ...this.letter ?? BLANK, [input.name as Field]: input.value };
  }

  private changed(): void {
    this.unsaved = true;
    this.key = randomWord();
  }

  private async showCopies(): Promise<void> {
    this.copies = true;
    await this.updateComplete;
    this.querySelector<HTMLInputElement>("#mail-cc")?.focus();
  }

  private async attach(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...input.files ?? []];
    await this.attempt(async () => {
      this.attachments = [...this.attachments, ...await Promise.all(files.map(attach))];
      this.changed();
    });
    input.value = "";
  }

  private detach(attachment: AttachmentToSend): void {
    this.changed();
    this.attachments = this.attachments.filter((each) => each !== attachment);
  }

  private async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const to = this.querySelector<HTMLInputElement>("#mail-to");
    const nobody = [this.letter?.to, this.letter?.cc, this.letter?.bcc].every((each) => addressesOf(each ?? "").length === 0);
    to?.setCustomValidity(nobody ? t("mail.nobody") : "");
    if (nobody) {
      to?.addEventListener("input", () => to.setCustomValidity(""), { once: true });
      to?.reportValidity();
      return;
    }
    const answers = this.writing === "reply" || this.writing === "reply-all" ? { answers: this.source() } : {};
    const options = { headers: { "Idempotency-Key": this.key } };
    if (await this.attempt(async () => void (await call("POST", ME + "/send", { ...this.body(), ...answers }, options)))) {
      this.leave(t("mail.sent"));
    }
  }

  private async keep(): Promise<void> {
    if (await this.attempt(() => this.save())) {
      this.leave(t("mail.saved"));
    }
  }

  private async save(): Promise<void> {
    this.unsaved = false;
    await call("POST", ME + "/drafts", this.body());
  }

  private discard(): void {
    this.leave(t("mail.discarded"));
  }

  private leave(said: string): void {
    this.unsaved = false;
    this.dispatchEvent(new CustomEvent("mail-written", { detail: said }));
  }

  private source(): { mailbox: string; uid: number } {
    return { mailbox: this.mailbox, uid: this.uid ?? 0 };
  }

  private body(): Record<string, unknown> {
    const letter = this.letter ?? BLANK;
    return {
      to: addressesOf(letter.to),
      cc: addressesOf(letter.cc),
      bcc: addressesOf(letter.bcc),
      subject: letter.subject,
      text: letter.text,
      inReplyTo: letter.inReplyTo,
      references: letter.references,
      attachments: this.attachments.map((each) => each.content),
      ...(this.writing === "draft" ? { draft: this.source() } : {}),
    };
  }
}

function randomWord(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

customElements.define("mail-compose", MailCompose);
