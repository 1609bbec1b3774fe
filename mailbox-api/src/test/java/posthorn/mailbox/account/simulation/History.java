package posthorn.mailbox.account.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/** What clients sent, what they were told, and what they read: it knows nothing of the log. */
final class History {
    /** Mailboxes from which nothing is removed, unless a client asks for it by UID. */
    static final List<String> KEPT = List.of("INBOX", "Archive");

    private final Map<String, Account> accounts = new HashMap<>();
    private int acknowledged;
    private int refused;
    private int givenUp;

    /** One account as its clients know it. */
    private static final class Account {
        /**
         * Messages whose addition was acknowledged, by mailbox name and UID: the id of the body.
         */
        final Map<String, Map<Long, Added>> added = new HashMap<>();

        /** UIDs that a client asked to remove. */
        final Set<Long> maybeRemoved = new HashSet<>();

        final Map<String, Result> answers = new HashMap<>();
    }

    private record Added(String body, long n) {}

    private Account account(String name) {
        return accounts.computeIfAbsent(name, any -> new Account());
    }

    int acknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return acknowledged + " done, " + refused + " refused, " + givenUp + " unknown";
    }

    void removing(String account, UidSet uids) {
        uids.forEach(account(account).maybeRemoved::add);
    }

    void gaveUp() {
        givenUp++;
    }

    /** A client was told. */
    void told(String name, Command command, Result result) {
        if (!(result.outcome() instanceof CommandOutcome.Done done)) {
            refused++;
            return;
        }
        acknowledged++;
        var account = account(name);
        if (!command.key().isEmpty() && result.n() > 0) {
            var before = account.answers.putIfAbsent(command.key(), result);
            if (before != null && !before.equals(result)) {
                throw new Violation("A repeated command was answered differently");
            }
        }
        switch (command) {
            case Command.Append append ->
                    added(account, append.mailbox(), append.message(), result);
            case Command.Deliver deliver ->
                    added(account, deliver.mailbox(), deliver.message(), result);
            default -> Objects.requireNonNull(done);
        }
    }

    private static void added(Account account, String box, NewMessage message, Result result) {
        var uids = ((CommandOutcome.Done) result.outcome()).uids();
        if (uids.count() != 1) {
            throw new Violation("A message was added without a UID");
        }
        var before =
                account.added
                        .computeIfAbsent(box, any -> new HashMap<>())
                        .put(
                                uids.first(0),
                                new Added(MessageContent.message(message.body()), result.n()));
        if (before != null && !before.body().equals(MessageContent.message(message.body()))) {
            throw new Violation("Two messages were told the UID " + uids + " in " + box);
        }
    }

    /** A client read heads: what was acknowledged up to there is in them. */
    void read(String name, AccountState state) {
        account(name)
                .added
                .forEach((box, messages) -> {
                    var mailbox = state.mailbox(box);
                    messages.forEach((uid, added) -> {
                        if (added.n() <= state.n()
                                && (mailbox == null || mailbox.head().uidNext() <= uid)) {
                            throw new Violation("A read at " + state.n() + " lacks " + added);
                        }
                    });
                });
    }

    /** A client reads all messages at the end: every acknowledged one is there, once. */
    void readAll(String name, AccountState state, Set<String> bodies) {
        var account = account(name);
        for (var box : KEPT) {
            var found = new HashMap<Long, String>();
            var seen = new HashSet<String>();
            var mailbox = state.mailbox(box);
            if (mailbox == null) {
                throw new Violation("There is no " + box);
            }
            try {
                mailbox.forEach(
                        UidSet.all(),
                        (segment, row) -> {
                            var body = segment.columns().bodies().get(row);
                            if (!bodies.contains(body)) {
                                throw new Violation("The body " + body + " cannot be read");
                            }
                            found.put(segment.uid(row), MessageContent.message(body));
                            if (!seen.add(body)) {
                                throw new Violation("The body " + body + " is there twice");
                            }
                        });
            } catch (SegmentsNeeded missing) {
                throw new Violation("Not all is loaded: " + missing.names());
            }
            account.added
                    .getOrDefault(box, Map.of())
                    .forEach((uid, added) -> there(account, found, uid, added));
        }
    }

    private static void there(Account account, Map<Long, String> found, long uid, Added added) {
        var body = found.get(uid);
        boolean gone = body == null && account.maybeRemoved.contains(uid);
        if (!gone && !added.body().equals(body)) {
            throw new Violation("The acknowledged message " + added + " at " + uid + " is lost");
        }
    }
}
