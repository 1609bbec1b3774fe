/**
 * Somebody's mail over REST, below {@code /v1/accounts/ADDRESS}: mailboxes and messages for who has
 * no mail program at hand. What is changed goes through the same commands of the account as what
 * IMAP changes, under the key that an {@code Idempotency-Key} field gives; nothing here decides
 * anything. What a stranger has sent leaves this server such that a browser runs none of it.
 */
@NullMarked
package posthorn.mailbox.rest.mail;

import org.jspecify.annotations.NullMarked;
