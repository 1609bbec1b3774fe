/** The queue, for operators: what waits, why, and what is to be done about it. */
import { html, nothing, type TemplateResult } from "lit";
import { call, segment } from "../api.ts";
import { t } from "../i18n.ts";
import { type QueuedMessage, queuedMessage } from "../operators/queue-entries.ts";
import { confirmed } from "../parts/confirm.ts";
import { field, value } from "../parts/forms.ts";
import { ListPage } from "../parts/list-page.ts";
import { waiting } from "../parts/page.ts";
import { go, onQuery } from "../router.ts";

const FILTERS = ["sender", "recipient", "destination", "state"] as const;

class QueuePage extends ListPage<QueuedMessage> {
  private noMoreQuery = (): void => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.noMoreQuery = onQuery(() => void this.attempt(() => this.load()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.noMoreQuery();
  }

  protected override source(): string {
    return "/v1/queue" + location.search;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="lead">${t("queue.lead")}</p>
      ${this.filters()}
      ${this.outcome()}
      ${this.items === undefined ? (this.busy ? waiting() : nothing) : this.list(this.items)}
    `;
  }

  private filters(): TemplateResult {
    const given = new URLSearchParams(location.search);
    const state = given.get("state") ?? "";
    return html`
      <form class="filters" role="search" aria-label=${t("queue.filter")} @submit=${this.filter}>
        ${field({ name: "sender", label: t("queue.filter.sender"), value: given.get("sender") ?? "", maxlength: 320 })}
        ${field({ name: "recipient", label: t("queue.filter.recipient"), value: given.get("recipient") ?? "", maxlength: 320 })}
        ${field({ name: "destination", label: t("queue.filter.destination"), value: given.get("destination") ?? "", maxlength: 320 })}
        <div class="field">
          <label for="queue-state">${t("queue.filter.state")}</label>
          <select id="queue-state" name="state">
            <option value="" ?selected=${state === ""}>${t("queue.filter.any")}</option>
            <option value="waiting" ?selected=${state === "waiting"}>${t("queue.state.WAITING")}</option>
            <option value="held" ?selected=${state === "held"}>${t("queue.state.HELD")}</option>
          </select>
        </div>
        <button class="plain">${t("queue.filter.go")}</button>
      </form>
    `;
  }

  private list(items: QueuedMessage[]): TemplateResult {
    if (items.length === 0) {
      return html`<section class="card"><p>${location.search === "" ? t("queue.empty") : t("queue.nothing-found")}</p></section>`;
    }
    return html`
      <section class="card">
        <div class="actions">
          <button type="button" class="small" ?disabled=${this.busy} @click=${this.retryAll}>${t("queue.retry.all")}</button>
          <button type="button" class="small danger" ?disabled=${this.busy} @click=${this.discardAll}>${t("queue.discard.all")}</button>
        </div>
        <ul class="rows">${items.map((each) => queuedMessage(each, this.actions(each)))}</ul>
        ${this.moreButton()}
      </section>
    `;
  }

  private actions(message: QueuedMessage): TemplateResult {
    const described = "queued-" + message.id;
    return html`
      <button type="button" class="small" aria-describedby=${described} @click=${() => this.retry([message])}>${t("queue.retry")}</button>
      <button type="button" class="small" aria-describedby=${described} @click=${() => this.bounce(message)}>${t("queue.bounce")}</button>
      <button type="button" class="small danger" aria-describedby=${described} @click=${() => this.discard([message])}>${t("queue.discard")}</button>
    `;
  }

  private filter(event: SubmitEvent): void {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const name of FILTERS) {
      const given = value(event, name);
      if (given !== "") {
        query.set(name, given);
      }
    }
    go("/queue" + (query.size === 0 ? "" : "?" + query.toString()));
  }

  private async retryAll(): Promise<void> {
    await this.retry(this.items ?? []);
  }

  private async discardAll(): Promise<void> {
    await this.discard(this.items ?? []);
  }

  private async retry(messages: QueuedMessage[]): Promise<void> {
    await this.each(messages, "/retry", () => t("queue.retried", { count: messages.length }));
  }

  private async bounce(message: QueuedMessage): Promise<void> {
    if (await confirmed(t("queue.bounce.sure"), t("queue.bounce.text"), t("queue.bounce"))) {
      await this.each([message], "/drop?notify=true", () => t("queue.bounced"));
    }
  }

  private async discard(messages: QueuedMessage[]): Promise<void> {
    if (await confirmed(t("queue.discard.sure", { count: messages.length }), t("queue.discard.text"), t("queue.discard"))) {
      await this.each(messages, "/drop", () => t("queue.discarded", { count: messages.length }));
    }
  }

  /** One after the other; what was done before one fails stays done. */
  private async each(messages: QueuedMessage[], action: string, said: () => string): Promise<void> {
    await this.attempt(async () => {
      try {
        for (const message of messages) {
          await call("POST", "/v1/queue/" + segment(message.id) + action);
        }
      } finally {
        await this.load();
      }
    }, said);
  }
}

customElements.define("queue-page", QueuePage);
