/** Mail that waits, as the API has it. */
import { html, nothing, type TemplateResult } from "lit";
import { ago, octets, t, textOf, time } from "../i18n.ts";

export interface QueuedRecipient {
  ordinal: number;
  address: string;
  state: string;
  attempts: number;
  nextAttempt?: string;
  lastReply: string;
  lastHost: string;
  destination: string;
  explanation: string;
  advice: string;
}

export interface QueuedMessage {
  id: string;
  /** Empty: a notification, which nobody answers. */
  reversePath: string;
  created?: string;
  size: number;
  recipients: QueuedRecipient[];
}

export function queuedMessage(message: QueuedMessage, actions: unknown): TemplateResult {
  return html`
    <li>
      <div class="row">
        <p id=${"queued-" + message.id}>
          <strong>${message.reversePath === "" ? t("queue.no-sender") : message.reversePath}</strong>
          <span class="hint">
            ${message.created === undefined ? nothing : html`<time datetime=${message.created} title=${time(message.created)}>${ago(message.created)}</time> ·`}
            ${octets(message.size)} · <a href=${"/trace?id=" + encodeURIComponent(message.id)}>${message.id}</a>
          </span>
        </p>
        <div class="actions">${actions}</div>
      </div>
      <ul class="sub-rows">${message.recipients.map(queuedRecipient)}</ul>
    </li>
  `;
}

function queuedRecipient(recipient: QueuedRecipient): TemplateResult {
  return html`
    <li>
      <p>
        <span class="tag ${mood(recipient.state)}">${textOf("queue.state." + recipient.state) ?? recipient.state}</span>
        ${recipient.address}
        <span class="hint">
          ${t("queue.destination", { name: recipient.destination })} · ${t("queue.attempts", { count: recipient.attempts })}
          ${recipient.nextAttempt === undefined ? nothing : html` · ${t("queue.next", { when: ago(recipient.nextAttempt) })}`}
        </span>
      </p>
      ${reply(recipient.lastHost, recipient.lastReply)}
      ${meaning(recipient.explanation, recipient.advice)}
    </li>
  `;
}

/** What another host said last. */
export function reply(host: string, text: string): unknown {
  return text === "" ? nothing : html`<p class="reply"><code>${host === "" ? text : host + ": " + text}</code></p>`;
}

/** What a failure means, and what to do about it. */
export function meaning(explanation: string, advice: string): unknown {
  return explanation === "" ? nothing : html`<p class="meaning">${explanation}${advice === "" ? nothing : html` <strong>${advice}</strong>`}</p>`;
}

function mood(state: string): string {
  switch (state) {
    case "STORED":
    case "RELAYED":
      return "good";
    case "HELD":
    case "WAITING":
      return "warn";
    case "BOUNCED":
    case "DISCARDED":
      return "bad";
    default:
      return "";
  }
}
