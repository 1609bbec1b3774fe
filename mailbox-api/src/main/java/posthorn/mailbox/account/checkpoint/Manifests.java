package posthorn.mailbox.account.checkpoint;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The manifests of all accounts, one document each. */
public interface Manifests {
    /**
     * The manifest, read concern majority, causally after every answer that the caller has had
     * about the account.
     */
    CompletionStage<Optional<Manifest>> read(String account);

    /**
     * Replaces the manifest by its successor, if the one that stands has the revision before; the
     * first one is inserted. One conditional update, write concern majority and journal.
     *
     * @return whether it was replaced by this call. False, and a stage that fails, say nothing
     *     more: it may stand, or come to stand as long as nobody else replaces it
     */
    CompletionStage<Boolean> replace(Manifest successor);
}
