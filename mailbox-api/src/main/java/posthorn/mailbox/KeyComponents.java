package posthorn.mailbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoDomainKeys;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.sealing.MasterKey;

/** The keys with which domains sign, made on one thread of their own. */
final class KeyComponents implements AutoCloseable {

    private final ExecutorService keyMaking;
    private final DomainKeyring keyring;

    KeyComponents(
            MailboxSettings.Dkim settings,
            DirectoryStore directory,
            MailboxDatabase database,
            Optional<MasterKey> master,
            InstantSource clock,
            SecureRandom random) {
        this.keyMaking =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(settings.waiting()),
                        Thread.ofPlatform().daemon().name("keys").factory());
        this.keyring =
                new DomainKeyring(
                        directory,
                        new MongoDomainKeys(database),
                        master,
                        master.map(key -> new KeyFactory(key, random)),
                        new DomainKeyring.Times(settings.publishFor(), settings.retireFor()),
                        keyMaking,
                        clock);
    }

    DomainKeyring keyring() {
        return keyring;
    }

    @Override
    public void close() {
        keyMaking.shutdownNow();
    }
}
