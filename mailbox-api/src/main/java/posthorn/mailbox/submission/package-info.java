/**
 * Mail that somebody writes over REST: {@link posthorn.mailbox.submission.Draft} is what they
 * wrote, {@link posthorn.mailbox.submission.Composer} makes a message of it, {@link
 * posthorn.mailbox.submission.Submission} hands it to smtp-ingress as any mail program would, with
 * the Vert.x mail client: so every rule about who may send what stands in one place. It signs in
 * with a token of the service's own ({@link posthorn.mailbox.signin.SelfSignInTokens}).
 */
@NullMarked
package posthorn.mailbox.submission;

import org.jspecify.annotations.NullMarked;
