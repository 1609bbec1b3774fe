package posthorn.mailbox.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.outside.OutsideAccount;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.settings.BadSetting;

/**
 * Accounts of an LDAP server. A password is tried by a simple bind with the name of the account's
 * entry (RFC 4513 §5.1.3), never an empty one. Safe for all threads; no call waits.
 */
public final class LdapDirectory implements OutsideDirectory, AutoCloseable {

    /** Addresses in one search. */
    private static final int MOST_ADDRESSES = 100;

    /** An attribute with addresses, and what stands before each. */
    private record AddressAttribute(String name, String prefix) {
        static AddressAttribute of(String setting) {
            int equals = setting.indexOf('=');
            return equals < 0
                    ? new AddressAttribute(setting.strip(), "")
                    : new AddressAttribute(
                            setting.substring(0, equals).strip(),
                            setting.substring(equals + 1).strip());
        }
    }

    private final LDAPConnectionPool pool;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ldap-", 0).factory());
    private final Semaphore room;
    private final String baseDn;
    private final Filter accounts;
    private final AddressAttribute address;
    private final List<AddressAttribute> addresses;
    private final Set<String> domains;
    private final int withinSeconds;

    /** Asks the servers of the settings, which name at least one; connects to nobody yet. */
    public LdapDirectory(LdapSettings settings) {
        this.pool = LdapServers.pool(settings);
        this.room = new Semaphore(settings.atOnce());
        this.baseDn = settings.baseDn().orElseThrow();
        this.accounts = LdapServers.filter(settings);
        this.address = AddressAttribute.of(settings.addressAttribute());
        this.addresses =
                Stream.concat(
                                Stream.of(address),
                                settings.aliasAttributes().stream().map(AddressAttribute::of))
                        .toList();
        this.domains =
                settings.domains().orElse(List.of()).stream()
                        .map(name -> AddressKey.domainKey(name.strip()).orElse(name))
                        .collect(Collectors.toUnmodifiableSet());
        this.withinSeconds = (int) Math.max(1, settings.within().toSeconds());
    }

    /**
     * Checks every value that has bounds.
     *
     * @throws BadSetting with the key of the first that cannot be used
     */
    public static void check(LdapSettings settings) {
        LdapServers.check(settings);
    }

    @Override
    public boolean covers(String domain) {
        return domains.isEmpty() || domains.contains(domain);
    }

    @Override
    public CompletionStage<Map<String, OutsideAccount>> find(Collection<String> wanted) {
        List<String> all = List.copyOf(new HashSet<>(wanted));
        return all.isEmpty()
                ? CompletableFuture.completedStage(Map.of())
                : ask(() -> {
                    Map<String, OutsideAccount> found = new HashMap<>();
                    for (int i = 0; i < all.size(); i += MOST_ADDRESSES) {
                        search(all.subList(i, Math.min(all.size(), i + MOST_ADDRESSES)), found);
                    }
                    return found;
                });
    }

    @Override
    public CompletionStage<Boolean> accepts(OutsideAccount account, String password) {
        return password.isEmpty()
                ? CompletableFuture.completedStage(false)
                : ask(() -> bind(account, password));
    }

    private boolean bind(OutsideAccount account, String password) throws LDAPException {
        try {
            BindResult result =
                    pool.bindAndRevertAuthentication(
                            new SimpleBindRequest(account.name(), password));
            return result.getResultCode().equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return false;
            }
            throw e;
        }
    }

    private void search(List<String> wanted, Map<String, OutsideAccount> found)
            throws LDAPException {
        List<Filter> any = new ArrayList<>();
        for (String each : wanted) {
            addresses.forEach(attribute ->
                    any.add(
                            Filter.createEqualityFilter(
                                    attribute.name(), attribute.prefix() + each)));
        }
        SearchRequest request =
                new SearchRequest(
                        baseDn,
                        SearchScope.SUB,
                        Filter.createANDFilter(accounts, Filter.createORFilter(any)),
                        addresses.stream().map(AddressAttribute::name).toArray(String[]::new));
        request.setSizeLimit(2 * MOST_ADDRESSES);
        request.setTimeLimitSeconds(withinSeconds);
        SearchResult result = pool.search(request);
        for (SearchResultEntry entry : result.getSearchEntries()) {
            add(entry, new HashSet<>(wanted), found);
        }
    }

    /** An address that two entries have is nobody's to decide: the lookup fails. */
    private void add(
            SearchResultEntry entry, Set<String> wanted, Map<String, OutsideAccount> found) {
        Optional<String> own = values(entry, address).findFirst();
        if (own.isEmpty()) {
            return;
        }
        OutsideAccount account = new OutsideAccount(own.get(), entry.getDN());
        addresses.stream()
                .flatMap(attribute -> values(entry, attribute))
                .filter(wanted::contains)
                .forEach(each -> {
                    OutsideAccount other = found.put(each, account);
                    if (other != null && !other.equals(account)) {
                        throw new IllegalStateException(
                                "two entries of the LDAP server have the address " + each);
                    }
                });
    }

    private static Stream<String> values(SearchResultEntry entry, AddressAttribute attribute) {
        Attribute found = entry.getAttribute(attribute.name());
        return found == null
                ? Stream.empty()
                : Stream.of(found.getValues())
                        .filter(value ->
                                value.regionMatches(
                                        true,
                                        0,
                                        attribute.prefix(),
                                        0,
                                        attribute.prefix().length()))
                        .map(value -> value.substring(attribute.prefix().length()))
                        .flatMap(value -> AddressKey.parse(value).stream())
                        .map(AddressKey::toString);
    }

    /** Something that waits for the server. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws LDAPException;
    }

    private <T> CompletionStage<T> ask(Question<T> question) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new Overloaded("too many questions wait for the LDAP server"));
        }
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return question.ask();
                            } catch (LDAPException e) {
                                throw new Unavailable(e);
                            }
                        },
                        threads)
                .whenComplete((answer, failure) -> room.release());
    }

    /** The server gave no answer that could be used. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(LDAPException cause) {
            super("the LDAP server gave no answer: " + cause.getResultCode(), cause);
        }
    }

    @Override
    public void close() {
        pool.close();
        threads.shutdownNow();
    }
}
