package posthorn.ingress.memory;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.ForwardPath;

/** A directory of some accounts, each with one address and one password. */
public final class MemoryDirectory implements Directory {
    private record Account(String id, String address, String password) {}

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<String> domains = ConcurrentHashMap.newKeySet();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> rooms = new ConcurrentHashMap<>();
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** Adds an account; its id is {@code account-} and the folded address. */
    public MemoryDirectory with(String address, String password) {
        AddressKey key = AddressKey.parse(address).orElseThrow();
        domains.add(key.domain());
        accounts.put(key.toString(), new Account("account-" + key, key.toString(), password));
        return this;
    }

    /** Disables an account. */
    public void disable(String address) {
        disabled.add(AddressKey.parse(address).orElseThrow().toString());
    }

    /** Gives an account another password: sign-ins with the one before count no longer. */
    public void changePassword(String address, String password) {
        String key = AddressKey.parse(address).orElseThrow().toString();
        accounts.computeIfPresent(key, (_, a) -> new Account(a.id(), a.address(), password));
        generations.merge(key, 1L, Long::sum);
    }

    private long generation(Account account) {
        return generations.getOrDefault(account.address(), 0L);
    }

    /** From now on the mailbox takes so many octets more. */
    public void full(String address, long octetsLeft) {
        rooms.put(AddressKey.parse(address).orElseThrow().toString(), octetsLeft);
    }

    private OptionalLong room(String address) {
        Long left = rooms.get(address);
        return left == null ? OptionalLong.empty() : OptionalLong.of(left);
    }

    /** From now on nobody can be asked, or can again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public Resolution resolve(ForwardPath path) throws IOException {
        check();
        AddressKey key = AddressKey.of(path);
        Account account = accounts.get(key.toString());
        if (account != null) {
            return new Resolution.Local(account.id(), room(account.address()));
        }
        if (key.isPostmaster() && (key.domain().isEmpty() || domains.contains(key.domain()))) {
            return new Resolution.Local("account-postmaster", OptionalLong.empty());
        }
        return domains.contains(key.domain())
                ? new Resolution.UnknownUser()
                : new Resolution.Remote();
    }

    @Override
    public boolean isOurs(String domain) throws IOException {
        check();
        return domains.contains(domain);
    }

    @Override
    public AuthenticationResult signIn(String login, String password, String clientAddress)
            throws IOException {
        check();
        Optional<AddressKey> key = AddressKey.parse(login);
        Account account = key.map(k -> accounts.get(k.toString())).orElse(null);
        if (account == null || !account.password().equals(password)) {
            return new AuthenticationResult.BadCredentials();
        }
        if (disabled.contains(account.address())) {
            return new AuthenticationResult.Disabled();
        }
        return new AuthenticationResult.Granted(
                new Client.User(account.id(), account.address(), generation(account)));
    }

    @Override
    public SendRights maySendAs(Client.User user, List<String> addresses) throws IOException {
        check();
        Set<String> own = new HashSet<>();
        accounts.values().stream()
                .filter(a -> a.id().equals(user.account()))
                .filter(a -> generation(a) <= user.accessGeneration())
                .forEach(a -> own.add(a.address()));
        boolean active = own.stream().noneMatch(disabled::contains) && !own.isEmpty();
        boolean all =
                addresses.stream()
                        .allMatch(a ->
                                AddressKey.parse(a)
                                        .map(k -> own.contains(k.toString()))
                                        .orElse(false));
        return new SendRights(active, active && all);
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("The directory is down");
        }
    }
}
