package posthorn.mailbox.accountcache;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Applied;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.StateCodec;
import posthorn.mailbox.account.log.Floor;

/**
 * Makes the state of an account: the checkpoint that the manifest names, and the log from there on.
 */
final class Loader {

    private static final int PAGE = 500;

    /**
     * A state, and what was read before it.
     *
     * @param checkpoint entry of the checkpoint; 0: there is none
     */
    record Loaded(AccountState state, Floor floor, long checkpoint) {}

    private final Stores stores;

    Loader(Stores stores) {
        this.stores = stores;
    }

    CompletionStage<Loaded> load(String account) {
        return stores.manifests()
                .read(account)
                .thenCompose(found -> {
                    Manifest manifest = found.orElseGet(() -> Manifest.none(account));
                    return checkpoint(manifest)
                            .thenCompose(this::follow)
                            .thenApply(state -> new Loaded(state, manifest.floor(), manifest.n()));
                });
    }

    private CompletionStage<AccountState> checkpoint(Manifest manifest) {
        String root = manifest.root();
        if (root.isEmpty()) {
            return CompletableFuture.completedStage(AccountState.empty(manifest.account()));
        }
        return stores.segments()
                .read(manifest.account(), Set.of(root))
                .thenApply(contents -> StateCodec.decode(present(contents, root)));
    }

    private static byte[] present(Map<String, byte[]> contents, String name) {
        byte[] content = contents.get(name);
        if (content == null) {
            throw new IllegalStateException("the checkpoint was swept while it was read");
        }
        return content;
    }

    private CompletionStage<AccountState> follow(AccountState state) {
        return stores.log()
                .read(state.account(), state.n() + 1, PAGE)
                .thenCompose(entries ->
                        apply(state, entries, 0)
                                .thenCompose(next ->
                                        entries.size() < PAGE || next.n() == state.n()
                                                ? CompletableFuture.completedStage(next)
                                                : follow(next)));
    }

    /**
     * Up to the first entry that is not the next one, or does not fit: what is wrong then is for
     * the appender to say.
     */
    private CompletionStage<AccountState> apply(AccountState state, List<Entry> entries, int from) {
        AccountState current = state;
        for (int i = from; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.n() != current.n() + 1) {
                break;
            }
            Applied applied;
            try {
                applied = current.apply(entry);
            } catch (IllegalStateException e) {
                break;
            }
            switch (applied) {
                case Applied.Next next -> current = next.state();
                case Applied.Needs needs -> {
                    AccountState before = current;
                    int at = i;
                    return stores.segments()
                            .read(state.account(), needs.segments())
                            .thenCompose(contents -> reapply(before, contents, needs, entries, at));
                }
            }
        }
        return CompletableFuture.completedStage(current);
    }

    private CompletionStage<AccountState> reapply(
            AccountState before,
            Map<String, byte[]> contents,
            Applied.Needs needs,
            List<Entry> entries,
            int at) {
        needs.segments().forEach(name -> present(contents, name));
        return apply(before.load(contents), entries, at);
    }
}
