/** Who is signed in; the token itself is a cookie that no script can read. */
import { call, onSignedOut, Problem } from "./api.ts";
import { suggestLanguage } from "./i18n.ts";

export type Role = "admin" | "domain-admin" | "user";

export interface Session {
  role: Role;
  /** Absent for an administrator who signed in with the admin token. */
  account?: string;
  address?: string;
  /** Domains that this account administers. */
  domains?: string[];
  language?: string;
  expires?: string;
  /** Whether the settings say that the password is old. */
  passwordOld?: boolean;
}

export type SecondFactorMethod = "totp" | "passkey" | "recovery-code";

/** What a sign-in comes to: it is open, or asks for a second factor. */
export interface SignInAnswer {
  state: "open" | "second-factor";
  challenge?: string;
  methods?: SecondFactorMethod[];
  passkey?: PublicKeyCredentialRequestOptionsJSON;
}

const listeners = new Set<() => void>();
let current: Session | undefined;

onSignedOut(() => change(undefined));

export function session(): Session | undefined {
  return current;
}

/** Calls back when somebody signs in or out; the answer ends that. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether this role may have a page for these roles; a domain administrator is a user, too. */
export function isOneOf(roles: readonly Role[]): boolean {
  const role = current?.role;
  return role !== undefined && (roles.includes(role) || (role === "domain-admin" && roles.includes("user")));
}

/** Whether it is the installation's administrator, and not one of some domains. */
export function isAdmin(): boolean {
  return current?.role === "admin";
}

/** Asks who is signed in: after the page was loaded, and after a sign-in. */
export async function load(): Promise<void> {
  try {
    const found = await call<Session>("GET", "/v1/session");
    suggestLanguage(found.language);
    change(found);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) {
      change(undefined);
    } else {
      throw failure;
    }
  }
}

export async function signIn(login: string, password: string): Promise<SignInAnswer> {
  return await finish(call("POST", "/v1/sessions", { login, password }));
}

export async function signInAsAdmin(adminToken: string): Promise<SignInAnswer> {
  return await finish(call("POST", "/v1/sessions", { adminToken }));
}

export async function secondFactor(challenge: string, factor: Record<string, unknown>): Promise<SignInAnswer> {
  return await finish(call("POST", "/v1/sessions/second-factor", { challenge, ...factor }));
}

export async function signOut(): Promise<void> {
  try {
    await call("DELETE", "/v1/session");
  } finally {
    change(undefined);
  }
}

async function finish(attempt: Promise<SignInAnswer>): Promise<SignInAnswer> {
  const answer = await attempt;
  if (answer.state === "open") {
    await load();
  }
  return answer;
}

function change(next: Session | undefined): void {
  const same = next === undefined && current === undefined;
  current = next;
  if (!same) {
    listeners.forEach((listener) => listener());
  }
}
