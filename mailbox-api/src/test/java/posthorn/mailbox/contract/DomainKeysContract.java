package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.smtp.DomainName;

/** The documents of domains' keys. */
public interface DomainKeysContract {

    DomainKeyStore domainKeys();

    @Test
    default void theFirstKeysOfADomainAreWrittenOnce() {
        DomainKeyStore store = domainKeys();
        DomainKeys keys = keys(DirectoryContract.domain());
        assertEquals(Optional.empty(), get(store.find(keys.domain())));
        assertTrue(get(store.add(keys)));
        assertFalse(get(store.add(new DomainKeys(keys.domain(), 1, List.of()))));
        assertEquals(Optional.of(keys), get(store.find(keys.domain())));
        get(store.remove(keys.domain()));
        get(store.remove(keys.domain()));
        assertEquals(Optional.empty(), get(store.find(keys.domain())));
    }

    @Test
    default void onlyTheVersionBeforeIsReplaced() {
        DomainKeyStore store = domainKeys();
        DomainKeys first = keys(DirectoryContract.domain());
        DomainKeys second = first.rotated(List.of(), 100, 200, 300);
        assertFalse(get(store.replace(second)));
        get(store.add(first));
        assertTrue(get(store.replace(second)));
        assertFalse(get(store.replace(second)));
        assertEquals(Optional.of(second), get(store.find(first.domain())));
        assertEquals(DomainKey.State.RETIRING, second.keys().getFirst().state(200));
    }

    private static DomainKeys keys(String domain) {
        KeyFactory factory =
                new KeyFactory(
                        MasterKey.of("a master key for tests", new SecureRandom()),
                        new SecureRandom());
        return new DomainKeys(
                domain, 1, factory.pair(new DomainName(domain), List.of(), 1_700_000_000_000L, 5));
    }
}
