/**
 * Whether somebody is who they say they are: passwords as Argon2id ({@link
 * posthorn.mailbox.signin.Passwords}), a growing delay for those who fail ({@link
 * posthorn.mailbox.signin.Delays}), and a short memory of those who did not ({@link
 * posthorn.mailbox.signin.Verified}), since a mail client signs in again every few minutes.
 *
 * <p>An unknown login costs what a known one costs: nobody learns from the time of an answer who
 * has an account here.
 */
@NullMarked
package posthorn.mailbox.signin;

import org.jspecify.annotations.NullMarked;
