package posthorn.frontend.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.wire.Access;
import posthorn.protocol.wire.AccessChanged;
import posthorn.protocol.wire.AddedMessage;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.Done;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.Expunge;
import posthorn.protocol.wire.FlagMode;
import posthorn.protocol.wire.FlagsChanged;
import posthorn.protocol.wire.FlagsOf;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.MailboxDeleted;
import posthorn.protocol.wire.MailboxHead;
import posthorn.protocol.wire.MessageRows;
import posthorn.protocol.wire.MessagesAdded;
import posthorn.protocol.wire.MessagesExpunged;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.Refusal;
import posthorn.protocol.wire.Refused;
import posthorn.protocol.wire.SegmentAdded;
import posthorn.protocol.wire.StoreFlags;

/**
 * An account with its log, in memory, for pods that serve it: INBOX (1) and Trash (2). Any thread.
 */
final class MemoryAccountLog {
    static final long INBOX = 1;
    static final long TRASH = 2;

    private record Row(List<String> flags, long modSeq, byte[] octets) {}

    private final Map<Long, NavigableMap<Long, Row>> mailboxes = new TreeMap<>();
    private final List<Entry> log = new ArrayList<>();
    private final List<Consumer<Entry>> watchers = new ArrayList<>();
    private final Map<String, CommandResult> results = new HashMap<>();
    private long nextUid = 1;
    private Access access = Access.ACTIVE;
    private long generation = 3;

    MemoryAccountLog() {
        mailboxes.put(INBOX, new TreeMap<>());
        mailboxes.put(TRASH, new TreeMap<>());
        append(Change.newBuilder());
    }

    synchronized long head() {
        return log.size();
    }

    /** Entries after n, and then those to come. */
    synchronized List<Entry> watch(long after, Consumer<Entry> watcher) {
        watchers.add(watcher);
        return List.copyOf(log.subList((int) after, log.size()));
    }

    synchronized void unwatch(Consumer<Entry> watcher) {
        watchers.remove(watcher);
    }

    private long append(Change.Builder... changes) {
        long n = log.size() + 1L;
        Entry.Builder entry = Entry.newBuilder().setAccount("account").setN(n);
        for (Change.Builder change : changes) {
            entry.addChanges(change.setModSeq(n));
        }
        log.add(entry.build());
        List.copyOf(watchers).forEach(watcher -> watcher.accept(entry.build()));
        return n;
    }

    private NavigableMap<Long, Row> rows(long mailbox) {
        return mailboxes.getOrDefault(mailbox, new TreeMap<>());
    }

    /** A message comes in. */
    synchronized long deliver(long mailbox, String text, String... flags) {
        long uid = nextUid++;
        long modSeq = log.size() + 1L;
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        rows(mailbox).put(uid, new Row(List.of(flags), modSeq, octets));
        append(
                Change.newBuilder()
                        .setMessagesAdded(
                                MessagesAdded.newBuilder()
                                        .setMailbox(mailbox)
                                        .addMessages(
                                                AddedMessage.newBuilder()
                                                        .setUid(uid)
                                                        .setSize(octets.length)
                                                        .addAllFlags(List.of(flags)))));
        return uid;
    }

    /** Many messages come in whose rows are not in the entry. */
    synchronized void deliverSegment(long mailbox, int count) {
        long base = nextUid;
        for (int i = 0; i < count; i++) {
            rows(mailbox).put(nextUid++, new Row(List.of(), log.size() + 1L, new byte[10]));
        }
        append(
                Change.newBuilder()
                        .setSegmentAdded(
                                SegmentAdded.newBuilder()
                                        .setMailbox(mailbox)
                                        .setBaseUid(base)
                                        .setCount(count)));
    }

    synchronized void deleteMailbox(long mailbox) {
        mailboxes.remove(mailbox);
        append(
                Change.newBuilder()
                        .setMailboxDeleted(MailboxDeleted.newBuilder().setMailbox(mailbox)));
    }

    synchronized void disable() {
        access = Access.DISABLED;
        accessChanged();
    }

    private void accessChanged() {
        generation++;
        append(
                Change.newBuilder()
                        .setAccessChanged(
                                AccessChanged.newBuilder()
                                        .setAccess(access)
                                        .setAccessGeneration(generation)));
    }

    /** Its password is another one now: the access is written again. */
    synchronized void changePassword() {
        accessChanged();
    }

    /** What those who sign in now are told. */
    synchronized long accessGeneration() {
        return generation;
    }

    /** Something happens, and whoever watches misses it. */
    synchronized void unseen(Runnable what) {
        List<Consumer<Entry>> before = List.copyOf(watchers);
        watchers.clear();
        what.run();
        watchers.addAll(before);
    }

    synchronized ListAnswer list() {
        ListAnswer.Builder answer =
                ListAnswer.newBuilder()
                        .setN(log.size())
                        .setAccess(access)
                        .setAccessGeneration(generation);
        mailboxes.keySet().forEach(mailbox -> answer.addMailboxes(mailboxHead(mailbox)));
        return answer.build();
    }

    private MailboxHead.Builder mailboxHead(long mailbox) {
        return MailboxHead.newBuilder()
                .setMailbox(mailbox)
                .setName(mailbox == INBOX ? "INBOX" : "Trash")
                .setUidValidity(7)
                .setUidNext(nextUid)
                .setHighestModSeq(log.size());
    }

    /** The mailbox, whole; null: there is none. */
    synchronized @Nullable OpenAnswer open(long mailbox) {
        if (!mailboxes.containsKey(mailbox)) {
            return null;
        }
        FlagNames names = FlagNames.SYSTEM;
        for (Row row : rows(mailbox).values()) {
            names = names.with(row.flags());
        }
        MessageRows.Builder columns = MessageRows.newBuilder();
        for (Map.Entry<Long, Row> row : rows(mailbox).entrySet()) {
            columns.addUids(row.getKey())
                    .addFlags(names.bits(row.getValue().flags()))
                    .addModSeqs(row.getValue().modSeq())
                    .addSizes(row.getValue().octets().length)
                    .addInternalDates(0);
        }
        return OpenAnswer.newBuilder()
                .setN(log.size())
                .setHead(mailboxHead(mailbox))
                .addAllFlagNames(names.names())
                .setRows(columns)
                .build();
    }

    synchronized byte @Nullable [] octets(long mailbox, long uid) {
        Row row = rows(mailbox).get(uid);
        return row == null ? null : row.octets();
    }

    synchronized CommandResult appendMessage(String key, byte[] octets) {
        CommandResult before = results.get(key);
        if (before != null) {
            return before;
        }
        deliver(INBOX, new String(octets, java.nio.charset.StandardCharsets.UTF_8));
        return keep(key, Done.newBuilder());
    }

    synchronized CommandResult execute(ExecuteRequest request) {
        CommandResult before = results.get(request.getKey());
        if (before != null) {
            return before;
        }
        switch (request.getCommandCase()) {
            case STORE -> store(request.getStore());
            case EXPUNGE -> expunge(request.getExpunge());
            default -> {
                return CommandResult.newBuilder()
                        .setRefused(Refused.newBuilder().setReason(Refusal.NOT_ALLOWED))
                        .build();
            }
        }
        return keep(request.getKey(), Done.newBuilder());
    }

    private CommandResult keep(String key, Done.Builder done) {
        CommandResult result =
                CommandResult.newBuilder()
                        .setN(log.size())
                        .setDone(done.setModSeq(log.size()))
                        .build();
        results.put(key, result);
        return result;
    }

    private void store(StoreFlags store) {
        if (store.getMode() != FlagMode.REPLACE) {
            throw new IllegalArgumentException("only REPLACE");
        }
        UidSet uids = WireCommands.decode(store.getUidsList());
        long modSeq = log.size() + 1L;
        rows(store.getMailbox())
                .replaceAll((uid, row) ->
                        uids.contains(uid)
                                ? new Row(store.getFlagsList(), modSeq, row.octets())
                                : row);
        append(
                Change.newBuilder()
                        .setFlagsChanged(
                                FlagsChanged.newBuilder()
                                        .setMailbox(store.getMailbox())
                                        .addGroups(
                                                FlagsOf.newBuilder()
                                                        .addAllUids(store.getUidsList())
                                                        .addAllFlags(store.getFlagsList()))));
    }

    private void expunge(Expunge expunge) {
        UidSet uids = WireCommands.decode(expunge.getUidsList());
        rows(expunge.getMailbox()).keySet().removeIf(uids::contains);
        append(
                Change.newBuilder()
                        .setMessagesExpunged(
                                MessagesExpunged.newBuilder()
                                        .setMailbox(expunge.getMailbox())
                                        .addAllUids(expunge.getUidsList())));
    }

    /** How many commands were carried out. */
    synchronized int executed() {
        return results.size();
    }
}
