package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.MailboxesGrpc;

/**
 * What this pod knows of one account with sessions: how far its entries were followed, and the
 * mailboxes that are open, or were a while ago. States: quiet (nobody asked to be told of anything)
 * ⇄ watching ⇄ reconnecting, and at last ended. Any thread.
 *
 * <p>Invariant, under the lock, unless quiet: every live mailbox holds all entries up to the
 * position, and perhaps later ones, which are then passed over when they come by the stream.
 */
final class WatchedAccount implements EntryStream.Listener {
    private static final Logger LOG = Logger.getLogger(WatchedAccount.class);
    private static final long GONE = Long.MAX_VALUE;

    private final String account;
    private final RetriedCalls calls;
    private final LogPosition progress = new LogPosition();
    private final WatchedMailboxes live;
    private final ClosedListeners closedListeners;
    private final EntryStream.Shared streams;
    private @Nullable EntryStream stream;
    private final ReconnectBackoff pauses = new ReconnectBackoff();
    private boolean ended;

    /** Nobody watches yet; {@code streams} counts those that are open. */
    WatchedAccount(
            String account,
            RetriedCalls calls,
            MailboxCache kept,
            ClosedListeners closed,
            EntryStream.Shared streams) {
        this.account = account;
        this.calls = calls;
        this.closedListeners = closed;
        this.streams = streams;
        this.live = new WatchedMailboxes(kept);
    }

    // ---- reading

    /** The account as it is, no older than anything that was seen or done here. */
    ListAnswer list() {
        return calls.untilAnswered(
                account,
                channel -> {
                    ListAnswer answer =
                            MailboxesGrpc.newBlockingStub(channel)
                                    .withDeadlineAfter(
                                            calls.timeouts().call().toNanos(), TimeUnit.NANOSECONDS)
                                    .list(ListRequest.newBuilder().setAccount(account).build());
                    progress.requireCurrent(answer.getN());
                    progress.know(answer.getN());
                    closedListeners.tell(answer.getAccess(), answer.getAccessGeneration());
                    return answer;
                });
    }

    /** A mailbox in numbers; what sessions of this pod were told of is \Recent no longer. */
    MailboxHead head(posthorn.protocol.wire.MailboxHead answered) {
        MailboxHead head = WireRows.decode(answered);
        return head.withRecentFrom(
                Math.max(
                        head.recentFrom(), progress.locked(() -> live.recentFrom(head.mailbox()))));
    }

    /** Holds a mailbox open; null: there is none. */
    @Nullable OpenMailbox open(long mailbox, Runnable changed) {
        List<OpenMailbox> there = new ArrayList<>(1);
        progress.run(() -> {
            WatchedMailbox known = live.again(mailbox, progress.isCurrent());
            if (known != null) {
                there.add(reader(known, changed));
            }
        });
        if (!there.isEmpty()) {
            return there.getFirst();
        }
        try {
            return calls.untilAnswered(
                    account,
                    channel -> {
                        MailboxSnapshot read = read(channel, mailbox, FlagNames.SYSTEM);
                        return progress.locked(() -> join(read, changed));
                    });
        } catch (StatusRuntimeException e) {
            if (RetriedCalls.isNotFound(e)) {
                return null;
            }
            throw new StoreUnavailableException("the mailbox cannot be read", e);
        }
    }

    private MailboxSnapshot read(Channel channel, long mailbox, FlagNames known) {
        return MailboxSnapshot.read(channel, account, mailbox, known, calls.timeouts().call());
    }

    private OpenMailbox join(MailboxSnapshot read, Runnable changed) {
        progress.requireCurrent(read.n());
        WatchedMailbox mailbox = live.add(read);
        watchFrom(read.n());
        return reader(mailbox, changed);
    }

    private OpenMailbox reader(WatchedMailbox mailbox, Runnable changed) {
        return mailbox.reader(
                changed, () -> progress.locked(() -> left(mailbox)).forEach(Runnable::run));
    }

    private List<Runnable> left(WatchedMailbox mailbox) {
        List<Runnable> dropped = live.left(mailbox, () -> progress.run(() -> live.drop(mailbox)));
        quietWhenUnwatched();
        return dropped;
    }

    // ---- being told

    /**
     * Tells when the account is disabled or deleted, or has another password; at once when it is
     * so.
     *
     * @param generation of the access at the sign-in
     * @throws StoreUnavailableException nobody could be asked whether it is
     */
    void onClosed(Runnable listener, long generation) {
        closedListeners.add(listener, generation);
        try {
            ListAnswer now = list();
            progress.run(() -> watchFrom(now.getN()));
        } catch (StatusRuntimeException e) {
            if (!RetriedCalls.isNotFound(e)) {
                throw new StoreUnavailableException("the account cannot be watched", e);
            }
            listener.run();
        }
    }

    void forget(Runnable listener) {
        closedListeners.remove(listener);
        progress.run(this::quietWhenUnwatched);
    }

    /**
     * Waits until the entry of an own command has come by the stream, so that the session sees it
     * in order.
     */
    void awaitOwn(long n) {
        progress.know(n);
        long half = calls.timeouts().ownChanges().toNanos() / 2;
        if (!progress.await(n, half)) {
            LOG.debugf("account %s: entry %d did not come by the watch; watching anew", account, n);
            progress.run(() -> reconnect(stream, false));
            progress.await(n, half);
        }
    }

    // ---- the stream

    private void watchFrom(long n) {
        if (!progress.isFollowed() && !ended) {
            progress.follow(n);
            pauses.reset();
            try {
                openStream();
            } catch (RuntimeException e) {
                LOG.debugf("account %s cannot be watched: %s", account, e);
                watchAgainLater(false);
            }
        }
    }

    private void quietWhenUnwatched() {
        if (!live.areOpen() && closedListeners.isEmpty()) {
            live.dropUnread();
            stopStream();
            progress.unfollow();
        }
    }

    private void stopStream() {
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
    }

    private boolean isCurrent(EntryStream from) {
        return from.equals(stream);
    }

    @Override
    public void entry(EntryStream from, Entry entry) {
        try {
            applyNext(from, entry);
        } catch (RuntimeException | Error e) {
            stepOver(from, entry, e);
        }
    }

    /** A store that is away comes back; anything else is a defect. */
    private void log(String what, Throwable why) {
        if (why instanceof StoreUnavailableException || why instanceof StatusRuntimeException) {
            LOG.debugf("account %s: %s: %s", account, what, why);
        } else {
            LOG.errorf(why, "account %s: %s", account, what);
        }
    }

    /** An entry that cannot be applied, which is a defect, ends nothing: what it did is read. */
    private void stepOver(EntryStream from, Entry entry, Throwable why) {
        log("entry " + entry.getN() + " cannot be applied", why);
        progress.run(() -> reconnect(from, true));
    }

    private void applyNext(EntryStream from, Entry entry) {
        List<WatchedMailbox> elsewhere = new ArrayList<>();
        boolean next =
                progress.locked(() -> {
                    if (!isCurrent(from)) {
                        return false;
                    }
                    if (entry.getN() > progress.position() + 1) {
                        reconnect(from, false);
                        return false;
                    }
                    elsewhere.addAll(live.withSegments(entry));
                    return true;
                });
        if (next && elsewhere.isEmpty()) {
            apply(from, entry);
        } else if (next) {
            Thread.ofVirtual()
                    .name("reload-" + account)
                    .start(() -> readThenApply(from, entry, elsewhere));
        }
    }

    private void readThenApply(EntryStream from, Entry entry, List<WatchedMailbox> mailboxes) {
        try {
            progress.know(entry.getN());
            mailboxes.forEach(this::readAnew);
            apply(from, entry);
        } catch (RuntimeException | Error e) {
            stepOver(from, entry, e);
        }
    }

    /**
     * Applies an entry, tells the readers, and asks for the next one. One that was applied before
     * changes nothing.
     */
    private void apply(EntryStream from, Entry entry) {
        List<WatchedMailbox> changed = new ArrayList<>();
        boolean current =
                progress.locked(() -> {
                    if (!isCurrent(from)) {
                        return false;
                    }
                    changed.addAll(live.apply(entry));
                    progress.reach(entry.getN());
                    pauses.reset();
                    return true;
                });
        if (current) {
            changed.forEach(WatchedMailbox::tellReaders);
            closedListeners.tell(entry);
            from.more();
        }
    }

    @Override
    public void missed(EntryStream from, boolean progressed) {
        progress.run(() -> reconnect(from, !progressed));
    }

    @Override
    public void broken(EntryStream from, Status why) {
        LOG.debugf("account %s: the watch broke: %s", account, why);
        if (why.getCode() == Status.Code.NOT_FOUND) {
            closedListeners.tellAll();
        } else {
            progress.run(() -> reconnect(from, false));
        }
    }

    /**
     * Opens a new stream after a pause; first reads all mailboxes anew when entries are missing.
     */
    private void reconnect(@Nullable EntryStream from, boolean readAnew) {
        if (from == null || !isCurrent(from)) {
            return;
        }
        stopStream();
        watchAgainLater(readAnew);
    }

    private void watchAgainLater(boolean readAnew) {
        Duration wait = pauses.next();
        Thread.ofVirtual().name("watch-" + account).start(() -> watchAgain(wait, readAnew));
    }

    private void watchAgain(Duration firstWait, boolean readAnew) {
        Duration wait = firstWait;
        while (progress.locked(this::needsStream)) {
            RetriedCalls.pause(wait);
            try {
                if (readAnew) {
                    readAllAnew();
                }
                progress.run(this::openStream);
            } catch (RuntimeException | Error e) {
                log("it cannot be watched now", e);
                wait = progress.locked(pauses::next);
            }
        }
    }

    private boolean needsStream() {
        return !ended && progress.isFollowed() && stream == null;
    }

    private void openStream() {
        if (needsStream()) {
            stream =
                    EntryStream.open(
                            calls.channel(account), account, progress.position(), this, streams);
        }
    }

    /** What was missed may be the end of the account or of a password, too: {@link #list} tells. */
    private void readAllAnew() {
        ListAnswer now = list();
        long reached = GONE;
        for (WatchedMailbox mailbox : progress.locked(live::dropUnread)) {
            reached = Math.min(reached, readAnew(mailbox));
        }
        progress.reach(reached == GONE ? now.getN() : reached);
    }

    /** Reads a mailbox and tells its readers; the entry number it then holds, or {@link #GONE}. */
    private long readAnew(WatchedMailbox mailbox) {
        try {
            MailboxSnapshot read =
                    calls.untilAnswered(
                            account,
                            channel -> {
                                MailboxSnapshot snapshot =
                                        read(channel, mailbox.mailbox(), mailbox.index().names());
                                progress.requireCurrent(snapshot.n());
                                return snapshot;
                            });
            progress.run(() -> mailbox.replace(read.index(), read.n()));
            mailbox.tellReaders();
            return read.n();
        } catch (StatusRuntimeException e) {
            if (!RetriedCalls.isNotFound(e)) {
                throw e;
            }
            progress.run(() -> {
                mailbox.delete();
                live.remove(mailbox);
            });
            mailbox.tellReaders();
            return GONE;
        }
    }

    /** The last session has gone. */
    void end() {
        progress.run(() -> {
            ended = true;
            stopStream();
            progress.unfollow();
        });
    }
}
