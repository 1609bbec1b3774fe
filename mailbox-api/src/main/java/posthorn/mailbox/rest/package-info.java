/**
 * The REST API, below {@code /v1}: domains, accounts and addresses, and what delivery-worker knows.
 * Who may call what stands in {@link posthorn.mailbox.rest.access}, before anything here is
 * reached. Each error says what is wrong and what to do next. Beside it, below {@code /help}, the
 * pages that explain replies and problems, policies of MTA-STS and the settings that mail programs
 * ask for, for everybody.
 */
@NullMarked
package posthorn.mailbox.rest;

import org.jspecify.annotations.NullMarked;
