/**
 * The port {@code store} over the gRPC of {@code mailbox-api}.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.frontend.api.GrpcAccounts} checks passwords and keeps one {@link
 *       posthorn.frontend.api.WatchedAccount} for each account that has sessions here, however
 *       many.
 *   <li>A watched account holds one stream of the account's entries and one {@link
 *       posthorn.frontend.api.WatchedMailbox} for each mailbox that somebody has open. Entries are
 *       applied in the order of their numbers, and sessions are told; nothing is polled.
 *   <li>A session sees its own changes because its command's entry number is waited for on that
 *       stream, so that they come in the one order that all sessions see.
 *   <li>When the pod behind the stream goes, the stream is opened at another one after the last
 *       entry that was applied; what that one cannot replay is read anew. Commands are repeated
 *       under their own key, so that they happen once. Sessions notice nothing but the wait.
 * </ol>
 *
 * <p>Concurrency: calls block, on the virtual threads of sessions. Entries come on threads of gRPC,
 * are applied under the account's lock, and asked for one by one, so that a slow reload holds them
 * back at the source. An account without a session has no stream and no memory here.
 */
@NullMarked
package posthorn.frontend.api;

import org.jspecify.annotations.NullMarked;
