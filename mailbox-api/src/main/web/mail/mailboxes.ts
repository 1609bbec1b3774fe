/** Mailboxes and messages of whoever is signed in, as the API has them. */
import { call, type Items, segment } from "../api.ts";
import { t, textOf } from "../i18n.ts";

export const ME = "/v1/accounts/me";

export interface Mailbox {
  id: string;
  name: string;
  /** With its levels, separated by "/". */
  path: string;
  /** "inbox", "drafts", "sent", "archive", "junk", "trash"; empty: none. */
  specialUse: string;
  messages: number;
  unseen: number;
  subscribed: boolean;
}

export interface Person {
  name: string;
  address: string;
}

/** A message in a list. */
export interface Summary {
  uid: number;
  /** System flags with their backslash. */
  flags: string[];
  from: Person[];
  to: Person[];
  subject: string;
  received: string;
  size: number;
  hasAttachments: boolean;
  preview: string;
}

export interface Attachment {
  part: string;
  name: string;
  type: string;
  size: number;
  /** By which the HTML names it; empty: it does not. */
  contentId: string;
}

/** What the mail system found out about the sender. */
export interface Authentication {
  /** "confirmed", "signed", "unproven", "disowned", "unchecked" */
  verdict: string;
  words: string;
}

export interface Header {
  from: Person[];
  replyTo: Person[];
  to: Person[];
  cc: Person[];
  bcc: Person[];
  subject: string;
  date?: string;
  /** With its brackets; empty: none. */
  messageId: string;
  inReplyTo: string[];
  references: string[];
}

export interface Message {
  uid: number;
  flags: string[];
  received: string;
  size: number;
  header: Header;
  /** As plain text; made out of the HTML where there is no other. */
  text: string;
  /** Cleaned; absent: the message is plain text. */
  html?: string;
  /** Pictures of other hosts that are not shown. */
  blockedImages: number;
  /** Whether it was too long to be shown to its end. */
  truncated: boolean;
  attachments: Attachment[];
  authentication: Authentication;
}

export async function mailboxes(): Promise<Mailbox[]> {
  return (await call<Items<Mailbox>>("GET", ME + "/mailboxes?limit=1000")).items;
}

export function mailboxPath(mailbox: string): string {
  return ME + "/mailboxes/" + segment(mailbox);
}

export function messagePath(mailbox: string, uid: number): string {
  return mailboxPath(mailbox) + "/messages/" + uid;
}

/** Its name in the reader's language where it has a use, else as it was named. */
export function mailboxName(mailbox: Mailbox): string {
  return textOf("mail.mailbox." + mailbox.specialUse) ?? mailbox.path.replaceAll("/", " / ");
}

export function ofUse(all: readonly Mailbox[], use: string): Mailbox | undefined {
  return all.find((mailbox) => mailbox.specialUse === use);
}

/** What is not shown within the HTML. */
export function files(message: Message): Attachment[] {
  return message.attachments.filter((each) =>
    message.html === undefined || each.contentId === "" || !each.type.startsWith("image/")
  );
}

export function dateOf(message: Message): string {
  return message.header.date ?? message.received;
}

export function has(message: { flags: readonly string[] }, flag: string): boolean {
  return message.flags.some((each) => each.toLowerCase() === flag.toLowerCase());
}

export function subjectOf(message: { subject: string }): string {
  return message.subject === "" ? t("mail.no-subject") : message.subject;
}

export function calledBy(person: Person): string {
  return person.name === "" ? person.address : person.name;
}

export function written(person: Person): string {
  return person.name === "" ? person.address : `${person.name} <${person.address}>`;
}

export async function setFlag(mailbox: string, uid: number, flag: string, on: boolean): Promise<void> {
  await call("PATCH", mailboxPath(mailbox) + "/messages", { uids: [uid], [on ? "add" : "remove"]: [flag] });
}

export async function move(mailbox: string, uid: number, to: string): Promise<void> {
  await call("POST", mailboxPath(mailbox) + "/messages/move", { uids: [uid], to });
}

/** Into the trash; out of the trash for good. */
export async function remove(mailbox: string, uid: number): Promise<void> {
  await call("DELETE", mailboxPath(mailbox) + "/messages?uids=" + uid);
}
