/** An account as operators see it. */
import { html, type TemplateResult } from "lit";
import { textOf } from "../i18n.ts";

export interface Account {
  id: string;
  address: string;
  /** "active", "disabled" */
  state: string;
  created: string;
  language?: string;
  /** Domains that it administers. */
  administers?: string[];
}

/** What it may hold; without a limit as much as it likes. */
export interface Quota {
  octets: { used: number; limit?: number };
  messages: { used: number; limit?: number };
  /** Who set the limits: "account", "domain", "installation". */
  from: string;
}

export interface SignIn {
  id: string;
  time: string;
  address: string;
  protocol: string;
  client?: string;
  outcome: string;
  count?: number;
}

export function stateTag(state: string): TemplateResult {
  return html`<span class="tag ${state === "active" ? "good" : "warn"}">${textOf("accounts.state." + state) ?? state}</span>`;
}
