package posthorn.mailbox.accountcache;

import posthorn.mailbox.account.QuotaLevel;

/**
 * Hears that the owner of an account has to be told how full it is, again and again while the
 * account is used, until its log says that the owner was told.
 */
@FunctionalInterface
public interface QuotaObserver {

    /** Returns at once. */
    void due(String account, QuotaLevel level);
}
