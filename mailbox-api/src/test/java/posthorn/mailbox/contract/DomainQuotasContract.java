package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.directory.DomainQuotaStore;

/** Quotas of domains: each is replaced by its successor alone. */
public interface DomainQuotasContract {

    DomainQuotaStore domainQuotas();

    @Test
    default void quotaIsWrittenOnceAndReplacedByItsSuccessor() {
        DomainQuotaStore store = domainQuotas();
        String domain = AccountLogContract.id() + ".test";
        assertEquals(Optional.empty(), get(store.find(domain)));
        DomainQuota none = DomainQuota.unwritten(domain, QuotaLimits.NONE);
        DomainQuota first = none.with(Optional.of(new QuotaLimits(10, 2)), QuotaLimits.NONE);
        assertTrue(get(store.replace(none, first)));
        assertFalse(get(store.replace(none, first)));
        assertEquals(Optional.of(first), get(store.find(domain)));
        assertTrue(get(store.replace(first, first.asSettled())));
        assertFalse(get(store.replace(first, first.asSettled())));
        DomainQuota second = first.with(Optional.empty(), new QuotaLimits(7, 0));
        assertFalse(get(store.replace(first, second)));
        assertTrue(get(store.replace(first.asSettled(), second)));
        assertEquals(Optional.of(second), get(store.find(domain)));
    }

    @Test
    default void removedQuotaIsGone() {
        DomainQuotaStore store = domainQuotas();
        DomainQuota none =
                DomainQuota.unwritten(AccountLogContract.id() + ".test", QuotaLimits.NONE);
        get(store.replace(none, none.with(Optional.empty(), QuotaLimits.octets(1))));
        get(store.remove(none.domain()));
        get(store.remove(none.domain()));
        assertEquals(Optional.empty(), get(store.find(none.domain())));
    }
}
