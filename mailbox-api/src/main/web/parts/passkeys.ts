/** Passkeys as the browser has them (WebAuthn Level 3, its JSON forms). */
import { Problem } from "../api.ts";
import { t } from "../i18n.ts";

/** Whether this browser has passkeys that can be asked for here: without TLS it has them on localhost alone. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;
}

/** Proves with a passkey who is there. Rejects with a Problem when the person says no. */
export async function assertion(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return await orRefused(navigator.credentials.get({ publicKey }));
}

/** Makes a passkey. Rejects with a Problem when the person says no. */
export async function registration(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return await orRefused(navigator.credentials.create({ publicKey }));
}

async function orRefused(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await asked;
    if (credential instanceof PublicKeyCredential) {
      return credential.toJSON();
    }
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "InvalidStateError") {
      throw new Problem(0, "passkey-known", t("problem.passkey-known"), "");
    }
    console.warn("no passkey: " + String(failure));
  }
  throw new Problem(0, "passkey-refused", t("problem.passkey-refused"), t("problem.passkey-refused.advice"));
}
