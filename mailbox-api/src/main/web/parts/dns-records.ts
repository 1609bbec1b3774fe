/** Records that a domain is to publish. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n.ts";
import "./copy-button.ts";

export interface DnsRecord {
  name: string;
  type: string;
  data: string;
  /** What the record is for. */
  why?: string;
}

export function dnsRecords(records: readonly DnsRecord[]): TemplateResult {
  return html`
    <ul class="records">
      ${records.map((record) =>
        html`
          <li>
            <p><span class="tag">${record.type}</span> <code>${record.name}</code></p>
            <div class="copied">
              <code class="block">${record.data}</code>
              <copy-button .text=${record.data} .label=${t("dns.record", { type: record.type, name: record.name })}></copy-button>
            </div>
            ${record.why === undefined ? nothing : html`<p class="hint">${record.why}</p>`}
          </li>
        `
      )}
    </ul>
  `;
}
