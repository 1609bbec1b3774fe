/** The second factor of the account that is signed in. */
import { call } from "../api.ts";

export interface Passkey {
  id: string;
  name: string;
  created: string;
}

export interface SecondFactor {
  /** Whether codes of an authenticator app are asked for. */
  totp: boolean;
  passkeys: Passkey[];
  /** How many recovery codes are left. */
  recoveryCodes: number;
}

export const SECOND_FACTOR = "/v1/accounts/me/second-factor";

export async function loadSecondFactor(): Promise<SecondFactor> {
  return await call<SecondFactor>("GET", SECOND_FACTOR);
}

/** Tells the page around that something has changed. */
export function changed(element: HTMLElement): void {
  element.dispatchEvent(new Event("second-factor-changed", { bubbles: true }));
}
