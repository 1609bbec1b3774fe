package posthorn.mailbox.accountcache;

import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.account.log.AccountLog;

/**
 * What the accounts are kept in.
 *
 * @param log entries and floors
 * @param bodies of messages
 * @param segments of checkpoints and of large changes
 * @param manifests of checkpoints
 */
public record Stores(AccountLog log, BodyStore bodies, Segments segments, Manifests manifests) {}
