/**
 * Mail on its way into an account and out of it: files of mbox and Maildir, other servers by IMAP.
 *
 * <p>A {@link posthorn.launcher.transfer.MailSource} gives mailboxes and their messages one after
 * another, a {@link posthorn.launcher.transfer.MailSink} takes them; on the other side of both is
 * the {@link posthorn.launcher.transfer.MailAccount}. {@link posthorn.launcher.transfer.ImportRun}
 * and {@link posthorn.launcher.transfer.ExportRun} carry the messages over, one in hand at a time
 * ({@link posthorn.launcher.transfer.Letter}): in memory when it is small, else in a file. What has
 * been carried over is known by looking at the other side, so that a run that was interrupted can
 * be repeated.
 */
@NullMarked
package posthorn.launcher.transfer;

import org.jspecify.annotations.NullMarked;
