/** Parts of forms: each input has its label, and says what is wrong beside it. */
import { html, nothing, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { t } from "../i18n.ts";

export interface Field {
  /** Name in the form; with `prefix` it makes the id. */
  name: string;
  label: string;
  type?: "text" | "password" | "email" | "number" | "date";
  value?: string;
  hint?: string;
  autocomplete?: string;
  inputmode?: "numeric" | "email" | "text";
  required?: boolean;
  maxlength?: number;
  pattern?: string;
  min?: number | string;
  placeholder?: string;
  /** Makes ids different where a page has a field of this name twice. */
  prefix?: string;
}

export function field(spec: Field): TemplateResult {
  const id = (spec.prefix ?? "") + spec.name;
  const hint = spec.hint === undefined ? undefined : id + "-hint";
  return html`
    <div class="field">
      <label for=${id}>${spec.label}</label>
      <input
        id=${id}
        name=${spec.name}
        type=${spec.type ?? "text"}
        .value=${spec.value ?? ""}
        autocomplete=${(spec.autocomplete ?? "off") as "off"}
        inputmode=${ifDefined(spec.inputmode)}
        maxlength=${ifDefined(spec.maxlength)}
        min=${ifDefined(spec.min)}
        pattern=${ifDefined(spec.pattern)}
        placeholder=${ifDefined(spec.placeholder)}
        aria-describedby=${ifDefined(hint)}
        autocapitalize="none"
        spellcheck="false"
        ?required=${spec.required ?? false}
      />
      ${spec.hint === undefined ? nothing : html`<p class="hint" id=${id + "-hint"}>${spec.hint}</p>`}
    </div>
  `;
}

export function checkbox(name: string, label: string, checked: boolean, value = "on"): TemplateResult {
  return html`
    <label class="check">
      <input type="checkbox" name=${name} value=${value} ?checked=${checked} />
      <span>${label}</span>
    </label>
  `;
}

/** What stands in a field of the form that was sent; spaces around it do not count. */
export function value(event: SubmitEvent, name: string): string {
  return secretValue(event, name).trim();
}

/** As `value`, with the spaces, which are part of a password. */
export function secretValue(event: SubmitEvent, name: string): string {
  const given = new FormData(event.currentTarget as HTMLFormElement).get(name);
  return typeof given === "string" ? given : "";
}

/** All that is checked under this name. */
export function checked(event: SubmitEvent, name: string): string[] {
  return new FormData(event.currentTarget as HTMLFormElement).getAll(name).map(String);
}

/** Whether two fields have the same in them; else says so at the second one. */
export function sameTwice(form: HTMLFormElement, first: string, second: string): boolean {
  const again = form.elements.namedItem(second) as HTMLInputElement;
  const same = again.value === (form.elements.namedItem(first) as HTMLInputElement).value;
  again.setCustomValidity(same ? "" : t("password.differ"));
  again.addEventListener("input", () => again.setCustomValidity(""), { once: true });
  return again.reportValidity();
}
