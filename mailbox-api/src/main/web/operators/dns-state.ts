/** What of a domain's records is published, as DNS says now. */
import { html, nothing, type TemplateResult } from "lit";
import { all, segment } from "../api.ts";
import { t, textOf } from "../i18n.ts";
import "../parts/copy-button.ts";

export interface RecordState {
  name: string;
  type: string;
  data: string;
  /** Its line in a zone file. */
  zone: string;
  why: string;
  /** Whether mail suffers without it. */
  needed: boolean;
  /** "published", "missing", "different", "several", "unknown" */
  state: string;
  /** What DNS has. */
  found: string[];
  /** Why the state is unknown. */
  detail?: string;
}

export async function recordStates(domain: string): Promise<RecordState[]> {
  return await all<RecordState>("/v1/domains/" + segment(domain) + "/records");
}

/** All of them in one word: those without which mail suffers have to be right. */
export function summary(records: readonly RecordState[]): TemplateResult {
  const wrong = records.filter((each) => each.needed && each.state !== "published" && each.state !== "unknown");
  const good = records.filter((each) => each.state === "published").length;
  const mood = wrong.length > 0 ? "bad" : good === records.length ? "good" : "";
  return html`<span class="tag ${mood}">${t("domains.published", { good, all: records.length })}</span>`;
}

export function recordList(records: readonly RecordState[]): TemplateResult {
  return html`
    <ul class="records">
      ${records.map((record) => html`
        <li>
          <p>
            <span class="tag ${mood(record)}">${textOf("domains.state." + record.state) ?? record.state}</span>
            <span class="tag">${record.type}</span> <code>${record.name}</code>
          </p>
          <div class="copied">
            <code class="block">${record.zone}</code>
            <copy-button .text=${record.zone} .label=${t("dns.record", { type: record.type, name: record.name })}></copy-button>
          </div>
          ${record.state === "published" || record.found.length === 0 ? nothing : html`
            <p class="hint">${t("domains.found")} ${record.found.map((each) => html`<code>${each}</code> `)}</p>
          `}
          <p class="hint">${record.why} ${record.detail ?? nothing} <strong>${textOf("domains.advice." + record.state) ?? nothing}</strong></p>
        </li>
      `)}
    </ul>
  `;
}

function mood(record: RecordState): string {
  switch (record.state) {
    case "published":
      return "good";
    case "unknown":
      return "";
    default:
      return record.needed ? "bad" : "warn";
  }
}
