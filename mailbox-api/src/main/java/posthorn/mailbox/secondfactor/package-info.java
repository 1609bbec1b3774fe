/**
 * What the owner of an account shows besides the password: one-time codes ({@link
 * posthorn.mailbox.secondfactor.Totp}, pure), keys of devices ({@link
 * posthorn.mailbox.secondfactor.Passkeys}, by WebAuthn4J), codes on paper ({@link
 * posthorn.mailbox.secondfactor.RecoveryCodes}). {@link
 * posthorn.mailbox.secondfactor.StoredSecondFactors} asks for them at sign-in, {@link
 * posthorn.mailbox.secondfactor.SecondFactorSetup} sets them up. All of it stands in the account's
 * {@link posthorn.mailbox.directory.AccountAccess}: what is good once is taken by a change of that
 * document, so that of two pods one takes it.
 */
@NullMarked
package posthorn.mailbox.secondfactor;

import org.jspecify.annotations.NullMarked;
