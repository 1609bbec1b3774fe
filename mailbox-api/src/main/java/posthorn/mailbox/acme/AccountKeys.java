package posthorn.mailbox.acme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.sealing.MasterKey;

/** The key of the account at an authority: made once, for all pods, and kept sealed. */
public final class AccountKeys implements AcmeAuthority.AccountKey {
    private static final long ANSWERS_WITHIN_SECONDS = 20;

    private final String name;
    private final DirectoryStore store;
    private final MasterKey master;

    /**
     * The key for an authority.
     *
     * @param authority URL of its directory
     */
    public AccountKeys(String authority, DirectoryStore store, MasterKey master) {
        this.name = "acme-account " + authority;
        this.store = store;
        this.master = master;
    }

    @Override
    public KeyPair get() {
        try {
            String fresh = EllipticKeys.both(EllipticKeys.create());
            byte[] sealed =
                    store.secret(name, master.seal(fresh.getBytes(StandardCharsets.US_ASCII), name))
                            .toCompletableFuture()
                            .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
            return EllipticKeys.read(
                    new String(master.open(sealed, name), StandardCharsets.US_ASCII));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the key of the account is not known now", e);
        }
    }
}
