/** Calls of the REST API below /v1: the pages use nothing else. */
import { language, t, textOf } from "./i18n.ts";

/** A page of a list; without `next` it is the last one. */
export interface Items<T> {
  items: T[];
  next?: string;
}

/** What the API says when it does not do what was asked (RFC 9457), or that it did not answer. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What to do next; may be empty. */
  readonly advice: string;

  constructor(status: number, code: string, title: string, advice: string) {
    super(title);
    this.status = status;
    this.code = code;
    this.advice = advice;
  }
}

const signedOut = new Set<() => void>();

/** Calls back when the API says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): void {
  signedOut.add(listener);
}

/** Headers that a call has beside the usual ones. */
export interface CallOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** One call; its JSON, or undefined where the answer has no content. Rejects with a Problem. */
export async function call<T>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  return await json<T>(await send(method, path, body, options));
}

/** As `call`, for whoever needs the headers of the answer, too. */
export async function send(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Response> {
  const headers: Record<string, string> = {
    "Accept": "application/json, application/problem+json",
    "Accept-Language": language(),
    ...options.headers,
  };
  const request: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (options.signal !== undefined) {
    request.signal = options.signal;
  }
  if (body !== undefined) {
    headers["Content-Type"] ??= "application/json";
    request.body = typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (failure) {
    if (options.signal?.aborted === true) {
      throw failure;
    }
    throw new Problem(0, "no-answer", t("problem.no-answer"), t("problem.no-answer.advice"));
  }
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith("/v1/session")) {
      signedOut.forEach((listener) => listener());
    }
    throw await problem(response);
  }
  return response;
}

/** The whole list, page by page, but never more than `most`. */
export async function all<T>(path: string, most = 1000): Promise<T[]> {
  const items: T[] = [];
  let cursor = "";
  do {
    const mark = path.includes("?") ? "&" : "?";
    const page: Items<T> = await call("GET", path + mark + "limit=100" + cursor);
    items.push(...page.items);
    cursor = page.next === undefined ? "" : "&cursor=" + encodeURIComponent(page.next);
  } while (cursor !== "" && items.length < most);
  return items;
}

/** A part of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function problem(response: Response): Promise<Problem> {
  let told: { code?: string; title?: string; detail?: string } = {};
  try {
    told = await json(response);
  } catch {
    // Something between us and the API answered with a page of its own.
  }
  const code = told?.code ?? "http-" + response.status;
  // The API speaks English; other languages know each code in words of their own.
  const known = language() === "en" ? undefined : textOf("problem." + code);
  const title = known ?? told?.title ?? textOf("problem." + code) ?? t("problem.unexpected", { status: response.status });
  return new Problem(response.status, code, title, (known === undefined ? told?.detail : textOf("problem." + code + ".advice")) ?? "");
}
