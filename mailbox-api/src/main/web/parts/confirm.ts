/** Asks before something that cannot be taken back. */
import { html, render } from "lit";
import { t } from "../i18n.ts";

/**
 * Shows a question over the page; whether it was answered with yes. Escape is no.
 *
 * @param yes what stands on the button that does it
 */
export function confirmed(question: string, more: string, yes: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "confirm-question");
  render(
    html`
      <form method="dialog">
        <h2 id="confirm-question">${question}</h2>
        <p>${more}</p>
        <div class="actions">
          <button class="danger" value="yes">${yes}</button>
          <button class="plain" value="no" autofocus>${t("cancel")}</button>
        </div>
      </form>
    `,
    dialog,
  );
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
