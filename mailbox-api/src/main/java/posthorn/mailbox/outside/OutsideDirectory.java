package posthorn.mailbox.outside;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A directory that somebody else keeps: who has an account, and with which password. A stage that
 * fails says that it could not be asked, and nothing about accounts. Safe for all threads; no call
 * waits.
 */
public interface OutsideDirectory {

    /** Whether it is asked for addresses of this domain, folded. */
    boolean covers(String domain);

    /**
     * The accounts that the addresses are of, their own address or another one; those that are
     * nobody's are left out.
     *
     * @param addresses folded
     */
    CompletionStage<Map<String, OutsideAccount>> find(Collection<String> addresses);

    /** Whether the password is the account's. */
    CompletionStage<Boolean> accepts(OutsideAccount account, String password);
}
