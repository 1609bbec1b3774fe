/**
 * What administrators ask for over HTTP, below {@code /api}; the admin token is checked before
 * anything here is reached. Each error says what is wrong and what to do next.
 */
@NullMarked
package posthorn.mailbox.rest;

import org.jspecify.annotations.NullMarked;
