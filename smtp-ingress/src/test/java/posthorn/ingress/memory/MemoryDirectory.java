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
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.runtime.signin.TestSignIns;

/** A directory of some accounts, each with one address and one password. */
public final class MemoryDirectory implements Directory {
    private record Account(String id, String address, String password) {}

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<String> domains = ConcurrentHashMap.newKeySet();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final Map<String, Resolution> others = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** Adds an account; its id is {@code account-} and the folded address. */
    public MemoryDirectory with(String address, String password) {
        AddressKey key = AddressKey.parse(address).orElseThrow();
        domains.add(key.domain());
        accounts.put(key.toString(), new Account("account-" + key, key.toString(), password));
        return this;
    }

    /** Adds an address that is no account. */
    public MemoryDirectory with(String address, Resolution resolution) {
        AddressKey key = AddressKey.parse(address).orElseThrow();
        domains.add(key.domain());
        others.put(key.toString(), resolution);
        return this;
    }

    /** One that mail is passed on to; of an account when it has one of the address. */
    public static Target target(String address, String reversePath, String deliveredTo) {
        boolean ours = deliveredTo.isEmpty();
        return new Target(
                ForwardPath.parse(address).orElseThrow(),
                ours ? Optional.of("account-" + address) : Optional.empty(),
                reversePath,
                deliveredTo);
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

    /** From now on the mailbox takes so many octets more, of so many that it may hold. */
    public void full(String address, long octetsLeft, long limit) {
        rooms.put(
                AddressKey.parse(address).orElseThrow().toString(),
                new Room(OptionalLong.of(octetsLeft), OptionalLong.of(limit)));
    }

    /** From now on nobody can be asked, or can again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public Resolution resolve(ForwardPath path, ReversePath sender, Optional<Client.User> user)
            throws IOException {
        check();
        AddressKey key = AddressKey.of(path);
        Resolution other = others.get(key.toString());
        if (other != null) {
            return other;
        }
        Account account = accounts.get(key.toString());
        if (account != null && disabled.contains(account.address())) {
            return new Resolution.Disabled();
        }
        if (account != null) {
            return new Resolution.Local(
                    account.id(), rooms.getOrDefault(account.address(), Room.ANY));
        }
        if (key.isPostmaster() && (key.domain().isEmpty() || domains.contains(key.domain()))) {
            return new Resolution.Local("account-postmaster", Room.ANY);
        }
        return domains.contains(key.domain())
                ? new Resolution.UnknownUser()
                : new Resolution.Remote();
    }

    @Override
    public boolean isOurs(String domain) throws IOException {
        check();
        return domains.contains(domain)
                && !(others.get("postmaster@" + domain) instanceof Resolution.Elsewhere);
    }

    @Override
    public AuthenticationResult signIn(SignInAttempt attempt) throws IOException {
        check();
        Optional<AddressKey> key = AddressKey.parse(attempt.login());
        Account account = key.map(k -> accounts.get(k.toString())).orElse(null);
        if (account == null) {
            return refused(new SignInRefusal.BadCredentials());
        }
        return switch (attempt.credential()) {
            case Credential.Password(String _, String password) ->
                    account.password().equals(password)
                            ? granted(account, Optional.empty())
                            : refused(new SignInRefusal.BadCredentials());
            case Credential.ScramProof proof -> {
                Optional<ScramOctets> signature = TestSignIns.signature(proof, account.password());
                yield signature.isPresent()
                        ? granted(account, signature)
                        : refused(new SignInRefusal.BadCredentials());
            }
            case Credential.BearerToken(String _, String token) -> byToken(account, token);
            case Credential.ClientCertificate _ -> granted(account, Optional.empty());
        };
    }

    private AuthenticationResult byToken(Account account, String token) {
        String page = "https://mail.example.test/app-passwords";
        return switch (token) {
            case "good" -> granted(account, Optional.empty());
            case "expired" -> refused(new SignInRefusal.TokenExpired());
            case "away" -> refused(new SignInRefusal.DirectoryAway());
            case "off" -> refused(new SignInRefusal.SwitchedOff("SMTP", ""));
            case "second-factor" -> refused(new SignInRefusal.AppPasswordNeeded(page));
            case "transition" -> refused(new SignInRefusal.TransitionNeeded());
            case "later" -> refused(new SignInRefusal.TryLater());
            default ->
                    refused(new SignInRefusal.TokenRefused("no key of the issuer has signed it"));
        };
    }

    private static AuthenticationResult refused(SignInRefusal why) {
        return new AuthenticationResult.Refused(why);
    }

    private AuthenticationResult granted(Account account, Optional<ScramOctets> signature) {
        return disabled.contains(account.address())
                ? refused(new SignInRefusal.AccountDisabled())
                : new AuthenticationResult.Granted(
                        new Client.User(account.id(), account.address(), generation(account)),
                        signature,
                        "");
    }

    @Override
    public ScramChallenge beginScram(String login) throws IOException {
        check();
        return TestSignIns.CHALLENGE;
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
