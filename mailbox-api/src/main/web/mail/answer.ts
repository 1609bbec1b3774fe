/** What a letter begins with that answers another or sends it on. */
import { t, time } from "../i18n.ts";
import { dateOf, type Message, type Person, written } from "./mailboxes.ts";
import type { Writing } from "./place.ts";

/** A letter that is not sent yet. */
export interface Letter {
  to: string;
  cc: string;
  bcc: string;
  subject: string;
  text: string;
  inReplyTo: string[];
  references: string[];
}

export const BLANK: Letter = { to: "", cc: "", bcc: "", subject: "", text: "", inReplyTo: [], references: [] };

/** As many ids as a letter names of those before it; the first one and the last ones. */
const MOST_REFERENCES = 50;

export function letter(writing: Writing, message: Message, own: string): Letter {
  switch (writing) {
    case "new":
      return BLANK;
    case "reply":
      return { ...answer(message), to: list(answered(message, own)) };
    case "reply-all":
      return { ...answer(message), ...toAll(message, own) };
    case "forward":
      return { ...BLANK, subject: prefixed("Fwd", message.header.subject), text: forwarded(message) };
    case "draft":
      return draft(message);
  }
}

/** Whether somebody else than the sender has got it, too. */
export function hasOthers(message: Message, own: string): boolean {
  return others(message, own).length > 0;
}

/** Addresses as somebody typed them: separated by commas, semicolons or lines, unless quoted. */
export function addressesOf(typed: string): string[] {
  const found = typed.match(/(?:"(?:[^"\\]|\\.)*"?|<[^>]*>?|[^",;<\n])+/g) ?? [];
  return found.map((each) => each.trim()).filter((each) => each !== "");
}

function draft({ header, text }: Message): Letter {
  const { subject, inReplyTo, references } = header;
  return { to: list(header.to), cc: list(header.cc), bcc: list(header.bcc), subject, text, inReplyTo, references };
}

function answer(message: Message): Letter {
  const { messageId: id, references: named, inReplyTo } = message.header;
  const before = named.length > 0 ? named : inReplyTo;
  const references = id === "" ? before : [...before, id];
  return {
    ...BLANK,
    subject: prefixed("Re", message.header.subject),
    text: quoted(message),
    inReplyTo: id === "" ? [] : [id],
    references: references.length > MOST_REFERENCES
      ? [...references.slice(0, 1), ...references.slice(1 - MOST_REFERENCES)]
      : references,
  };
}

/** Who an answer goes to; an answer to one's own letter goes to those whom it went to (RFC 5322 §3.6.3). */
function answered(message: Message, own: string): Person[] {
  const author = message.header.replyTo.length > 0 ? message.header.replyTo : message.header.from;
  return author.length > 0 && author.every((person) => isSame(person.address, own)) ? message.header.to : author;
}

function toAll(message: Message, own: string): { to: string; cc: string } {
  return { to: list(answered(message, own)), cc: list(others(message, own)) };
}

function others(message: Message, own: string): Person[] {
  const known = [own, ...answered(message, own).map((person) => person.address)];
  return [...message.header.to, ...message.header.cc].filter((person, index, all) =>
    !known.some((address) => isSame(address, person.address)) &&
    all.findIndex((each) => isSame(each.address, person.address)) === index
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function list(people: readonly Person[]): string {
  return people.map(mailboxOf).join(", ");
}

/** RFC 5322 §3.4; a name with specials is quoted. */
function mailboxOf(person: Person): string {
  const plain = person.name === "" || !/[^\p{L}\p{N} !#$%&'*+/=?^_`{|}~-]/u.test(person.name);
  const name = plain ? person.name : `"${person.name.replace(/["\\]/g, "\\$&")}"`;
  return name === "" ? person.address : `${name} <${person.address}>`;
}

/** With "Re:" or "Fwd:" once; those of other languages count, too. */
function prefixed(prefix: "Re" | "Fwd", subject: string): string {
  const bare = subject.replace(prefix === "Re" ? /^(?:\s*(?:re|aw|sv|antw)\s*:)+\s*/i : /^(?:\s*(?:fwd?|wg)\s*:)+\s*/i, "");
  return `${prefix}: ${bare}`;
}

function quoted(message: Message): string {
  const who = message.header.from.map(written).join(", ");
  const lines = message.text.trimEnd().split("\n").map((line) => (line.startsWith(">") ? ">" : "> ") + line);
  return "\n\n" + t("mail.quoted", { time: time(dateOf(message)), who }) + "\n" + lines.join("\n") + "\n";
}

function forwarded(message: Message): string {
  const head = [
    t("mail.from") + ": " + message.header.from.map(written).join(", "),
    t("mail.to") + ": " + message.header.to.map(written).join(", "),
    t("mail.date") + ": " + time(dateOf(message)),
    t("mail.subject") + ": " + message.header.subject,
  ];
  return "\n\n-------- " + t("mail.forwarded") + " --------\n" + head.join("\n") + "\n\n" + message.text;
}
