/**
 * Whether somebody is who they say they are: passwords as Argon2id ({@link
 * posthorn.mailbox.signin.Passwords}), attempts that are counted before they are computed ({@link
 * posthorn.mailbox.signin.Attempts}) in records that all pods share ({@link
 * posthorn.mailbox.signin.SignInRecords}), and a short memory of passwords that were right ({@link
 * posthorn.mailbox.signin.Verified}), since a mail client signs in again every few minutes.
 *
 * <p>An unknown login costs what a known one costs: nobody learns from the time of an answer who
 * has an account here. Who was let in from the same network before waits for no stranger: neither
 * for their failures nor for their passwords to be computed.
 */
@NullMarked
package posthorn.mailbox.signin;

import org.jspecify.annotations.NullMarked;
