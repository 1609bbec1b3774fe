/** What of the mail is shown: it stands in the address, so that back, forward and reload work. */
import { go } from "../router.ts";

export const MAIL_PATH = "/messages";

export const WRITING = ["new", "reply", "reply-all", "forward", "draft"] as const;

/** What is written: something new, or from the message that is shown. */
export type Writing = (typeof WRITING)[number];

export interface Place {
  /** Undefined: the inbox. */
  mailbox: string | undefined;
  /** What is searched for; empty: nothing. */
  search: string;
  /** The message that is shown. */
  uid: number | undefined;
  writing: Writing | undefined;
}

export function here(): Place {
  const query = new URLSearchParams(location.search);
  const uid = Number(query.get("uid"));
  return {
    mailbox: query.get("mailbox") ?? undefined,
    search: query.get("search") ?? "",
    uid: Number.isSafeInteger(uid) && uid > 0 ? uid : undefined,
    writing: WRITING.find((each) => each === query.get("write")),
  };
}

/** The address of a place; what is not named is not shown. */
export function address(place: Partial<Place>): string {
  const query = new URLSearchParams();
  if (place.mailbox !== undefined) {
    query.set("mailbox", place.mailbox);
  }
  if (place.search !== undefined && place.search !== "") {
    query.set("search", place.search);
  }
  if (place.uid !== undefined) {
    query.set("uid", String(place.uid));
  }
  if (place.writing !== undefined) {
    query.set("write", place.writing);
  }
  const text = query.toString();
  return text === "" ? MAIL_PATH : MAIL_PATH + "?" + text;
}

export function goTo(place: Partial<Place>, replace = false): void {
  go(address(place), replace);
}
