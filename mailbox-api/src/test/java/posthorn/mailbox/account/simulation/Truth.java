package posthorn.mailbox.account.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Applied;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.StateCodec;
import posthorn.mailbox.account.log.Floor;

/**
 * The log as it really is: what a majority has, in order; and all that must hold of it at every
 * step.
 */
final class Truth {
    private final Map<String, Account> accounts = new HashMap<>();
    private @Nullable ReplicaSet store;
    private int checkpoints;
    private int strays;
    private int deletions;

    /** One account, replayed from its first entry. */
    private static final class Account {
        final List<Entry> entries = new ArrayList<>();
        final Set<String> keys = new HashSet<>();
        final Set<String> bodies = new HashSet<>();
        final TreeMap<Long, AccountState> states = new TreeMap<>();
        Floor floor = Floor.NONE;
        Set<String> segments = Set.of();

        /** Segments named by each checkpoint, by its root. */
        final Map<String, Set<String>> named = new HashMap<>();

        /** UIDVALIDITYs that mailboxes have had. */
        final Set<Long> validities = new HashSet<>();

        /** Those that mailboxes had before it was restored: nobody may see them again. */
        Set<Long> forgotten = Set.of();

        Account(String name) {
            states.put(0L, AccountState.empty(name));
        }

        /** A copy: what is in it is never changed. */
        Account(Account from) {
            entries.addAll(from.entries);
            keys.addAll(from.keys);
            bodies.addAll(from.bodies);
            states.putAll(from.states);
            floor = from.floor;
            segments = from.segments;
            named.putAll(from.named);
            validities.addAll(from.validities);
            forgotten = from.forgotten;
        }

        AccountState state() {
            return states.lastEntry().getValue();
        }
    }

    /** The log as it is at this moment. */
    Truth copy() {
        var copy = new Truth();
        accounts.forEach((name, account) -> copy.accounts.put(name, new Account(account)));
        return copy;
    }

    /** From now on nobody may see what was given out until the end of another log. */
    void forget(Truth until) {
        accounts.forEach((name, account) -> {
            var forgotten = new HashSet<>(account.forgotten);
            forgotten.addAll(until.account(name).validities);
            account.forgotten = forgotten;
        });
    }

    /** Accounts that are there. */
    Set<String> names() {
        return Set.copyOf(accounts.keySet());
    }

    /** The highest UIDVALIDITY that was given out. */
    long highestValidity() {
        return accounts.values().stream()
                .flatMap(account -> account.validities.stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Somebody sees a state. */
    void seen(String name, AccountState state) {
        var forgotten = account(name).forgotten;
        for (var mailbox : state.mailboxes()) {
            if (forgotten.contains(mailbox.head().uidValidity())) {
                throw new Violation(
                        mailbox.head().name()
                                + " at "
                                + state.n()
                                + " has the UIDVALIDITY that it had before the restore");
            }
        }
    }

    void watches(ReplicaSet replicaSet) {
        store = replicaSet;
    }

    int checkpoints() {
        return checkpoints;
    }

    int strays() {
        return strays;
    }

    int deletions() {
        return deletions;
    }

    long entries() {
        return accounts.values().stream().mapToLong(account -> account.entries.size()).sum();
    }

    private Account account(String name) {
        return accounts.computeIfAbsent(name, Account::new);
    }

    private ReplicaSet store() {
        return Objects.requireNonNull(store);
    }

    AccountState state(String account) {
        return account(account).state();
    }

    /** The state after entry n; null: it is older than the kept history, or not there yet. */
    @Nullable AccountState state(String account, long n) {
        return account(account).states.get(n);
    }

    /** The entry at n, which is there. */
    Entry kept(String account, long n) {
        return Objects.requireNonNull(entry(account, n));
    }

    /** The entry at n; null: none is there yet. */
    @Nullable Entry entry(String account, long n) {
        var entries = account(account).entries;
        return n >= 1 && n <= entries.size() ? entries.get((int) n - 1) : null;
    }

    Floor floor(String account) {
        return account(account).floor;
    }

    /** A majority has an entry. */
    void inserted(Entry entry) {
        var account = account(entry.account());
        long head = account.entries.size();
        if (entry.n() <= head && entry.n() <= account.floor.n()) {
            strays++;
            return;
        }
        if (entry.n() != head + 1) {
            throw new Violation("Entry " + entry.n() + " was inserted after " + head);
        }
        for (var key : entry.keys()) {
            // A key that is forgotten with the history may come again.
            if (!account.keys.add(key)) {
                throw new Violation("The key " + key + " is in two entries");
            }
        }
        bodiesAreThere(account, entry);
        var before = account.state();
        var after = next(before, entry);
        grows(before, after);
        seen(entry.account(), after);
        after.mailboxes().forEach(box -> account.validities.add(box.head().uidValidity()));
        account.entries.add(entry);
        account.states.put(entry.n(), after);
    }

    private void bodiesAreThere(Account account, Entry entry) {
        var stored = store().account(entry.account());
        for (var change : entry.changes()) {
            if (change instanceof Change.MessagesAdded added) {
                for (var message : added.messages()) {
                    var body = message.body();
                    var content = stored.bodies.get(body, store().majority());
                    if (content == null) {
                        throw new Violation("The body " + body + " is missing");
                    }
                    if (!MessageContent.isRight(body, message.size(), content)) {
                        throw new Violation("The body " + body + " has another content");
                    }
                    var id = MessageContent.message(body);
                    if (message.fromMailbox() == 0 && !account.bodies.add(id)) {
                        throw new Violation("The message " + id + " was added twice");
                    }
                }
            }
        }
    }

    private AccountState next(AccountState before, Entry entry) {
        var state = before;
        while (true) {
            switch (applied(state, entry)) {
                case Applied.Next next -> {
                    return next.state();
                }
                case Applied.Needs needs -> {
                    var contents = new HashMap<String, byte[]>();
                    for (var name : needs.segments()) {
                        contents.put(name, content(entry.account(), name));
                    }
                    state = state.load(contents);
                }
            }
        }
    }

    private static Applied applied(AccountState state, Entry entry) {
        try {
            return state.apply(entry);
        } catch (IllegalStateException e) {
            throw new Violation("Entry " + entry.n() + " cannot be applied", e);
        }
    }

    private byte[] content(String account, String name) {
        var content = store().account(account).segments.get(name, store().majority());
        if (content == null) {
            throw new Violation("The segment " + name + " is missing");
        }
        return content;
    }

    private static void grows(AccountState before, AccountState after) {
        if (after.head().modSeq() < before.head().modSeq()
                || after.head().uidValidity() < before.head().uidValidity()) {
            throw new Violation("Mod-sequence or UIDVALIDITY has fallen");
        }
        for (var mailbox : before.mailboxes()) {
            var same = after.mailbox(mailbox.head().number());
            if (same != null
                    && (same.head().uidNext() < mailbox.head().uidNext()
                            || same.head().uidValidity() < mailbox.head().uidValidity()
                            || same.head().highestModSeq() < mailbox.head().highestModSeq())) {
                throw new Violation("Numbers of " + mailbox.head().name() + " have fallen");
            }
        }
        QuotaTruth.check(before, after);
    }

    /** A majority has another manifest. */
    void replaced(Manifest manifest) {
        var account = account(manifest.account());
        if (manifest.floor().n() > account.floor.n()) {
            account.floor = manifest.floor();
            account.states.headMap(account.floor.n(), false).clear();
        }
        var state = account.states.get(manifest.n());
        if (state == null) {
            throw new Violation("The manifest points to entry " + manifest.n());
        }
        var named = new HashSet<String>();
        named.add(manifest.root());
        checkpoints++;
        var stored = StateCodec.decode(content(manifest.account(), manifest.root()));
        var full = stored.load(contents(manifest.account(), stored, named));
        if (!Picture.of(full).equals(Picture.of(state))) {
            throw new Violation("The checkpoint at " + manifest.n() + " is not the state there");
        }
        account.named.put(manifest.root(), Set.copyOf(named));
        for (var past : manifest.past()) {
            // What it names was there when it was written, and none of it was deleted since.
            named.addAll(Objects.requireNonNull(account.named.get(past.root())));
        }
        account.segments = named;
    }

    private Map<String, byte[]> contents(String account, AccountState state, Set<String> named) {
        var contents = new HashMap<String, byte[]>();
        for (var mailbox : state.mailboxes()) {
            for (var segment : mailbox.segments()) {
                var names = segment.head().names();
                for (var name : List.of(names.columns(), names.flags(), names.facts())) {
                    contents.put(name, content(account, name));
                }
            }
        }
        named.addAll(contents.keySet());
        return contents;
    }

    /** A majority has deleted bodies or segments. */
    void deleted(String name, List<String> names) {
        deletions += names.size();
        var account = account(name);
        for (var deleted : names) {
            if (account.segments.contains(deleted)) {
                throw new Violation("The segment " + deleted + " is named and was deleted");
            }
        }
        var live = Picture.bodies(account.state());
        names.forEach(deleted -> {
            if (live.contains(deleted)) {
                throw new Violation("The body " + deleted + " was deleted");
            }
        });
        names.stream().filter(this::isBody).forEach(deleted -> isHistory(account, deleted));
    }

    private boolean isBody(String name) {
        return name.startsWith("b");
    }

    private void isHistory(Account account, String body) {
        long n = BodyName.number(body);
        if (n > account.floor.n() && n <= account.entries.size()) {
            var entry = account.entries.get((int) n - 1);
            if (entry.changes().toString().contains(body)) {
                throw new Violation("The body " + body + " was deleted from the kept history");
            }
        }
    }

    /** A client was told a result. */
    void acknowledged(String name, Command command, Result result) {
        if (result.n() == 0) {
            return;
        }
        if (result.outcome() instanceof CommandOutcome.Done done
                && account(name).forgotten.contains(done.uidValidity())) {
            throw new Violation("A client was told the UIDVALIDITY of before the restore");
        }
        var entry = entry(name, result.n());
        if (entry == null) {
            throw new Violation("A client was told of entry " + result.n() + ", which is not");
        }
        boolean stands =
                command.key().isEmpty()
                        || entry.results().stream()
                                .anyMatch(kept ->
                                        kept.key().equals(command.key())
                                                && kept.result().equals(result));
        if (!stands) {
            throw new Violation("A client was told a result that entry " + result.n() + " lacks");
        }
    }
}
