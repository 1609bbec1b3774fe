package posthorn.mailbox.secondfactor;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Passkey;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.registry.AccessChanges;
import posthorn.mailbox.registry.AccessChanges.Decision;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/** How owners of accounts set up what they show besides the password. Safe for all threads. */
public final class SecondFactorSetup {

    private static final int CHALLENGE = 32;
    private static final int MOST_PASSKEYS = 20;
    private static final int LONGEST_NAME = 100;

    /** How long something that was begun can be finished. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final AccessChanges changes;
    private final TotpSecrets secrets;
    private final Passkeys passkeys = new Passkeys();
    private final String issuer;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param issuer name of the installation, as apps show it
     * @param random cryptographically strong
     */
    public SecondFactorSetup(
            AccessChanges changes,
            TotpSecrets secrets,
            String issuer,
            InstantSource clock,
            RandomGenerator random) {
        this.changes = changes;
        this.secrets = secrets;
        this.issuer = issuer;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What an app needs.
     *
     * @param secret to be typed
     * @param uri to be read from a QR code
     */
    public record NewTotp(String secret, String uri) {
        @Override
        public String toString() {
            return "NewTotp[]";
        }
    }

    /** How it is set up. */
    public Uni<SecondFactor> of(AddressEntry.Account account) {
        return changes.of(account.account()).map(AccountAccess::secondFactor);
    }

    /** Begins with an app; it counts once it has shown a code. */
    public Uni<DirectoryOutcome<NewTotp>> beginTotp(AddressEntry.Account account) {
        if (!secrets.canBeKept()) {
            return Uni.createFrom()
                    .item(
                            DirectoryOutcome.refused(
                                    Reason.CONFLICT,
                                    "This installation has no master key to keep the secret"
                                            + " under.",
                                    "Have posthorn.master-key-file set, or use a passkey."));
        }
        byte[] secret = secrets.make();
        SecondFactor.Pending pending = pending(secrets.seal(secret, account.account()));
        return changes.change(
                account.account(),
                access ->
                        Decision.write(
                                access.with(access.secondFactor().awaitingTotp(pending)),
                                new NewTotp(
                                        Totp.text(secret),
                                        Totp.uri(secret, issuer, account.address()))));
    }

    private SecondFactor.Pending pending(String value) {
        return new SecondFactor.Pending(value, clock.millis() + PATIENCE.toMillis());
    }

    private Optional<String> value(Optional<SecondFactor.Pending> pending) {
        return pending.filter(begun -> clock.millis() < begun.until())
                .map(SecondFactor.Pending::value);
    }

    /** The app has shown a code: from now on it is asked for one. */
    public Uni<DirectoryOutcome<Boolean>> confirmTotp(AddressEntry.Account account, String code) {
        return changes.change(
                account.account(),
                access -> {
                    SecondFactor factor = access.secondFactor();
                    Optional<String> sealed = value(factor.pendingTotp());
                    if (sealed.isEmpty()) {
                        return nothingBegun();
                    }
                    OptionalLong step =
                            Totp.step(
                                    secrets.open(sealed.get(), account.account()),
                                    code,
                                    clock.millis(),
                                    0);
                    return step.isEmpty()
                            ? Decision.refuse(
                                    Reason.INVALID,
                                    "This is not the code that the app shows now.",
                                    "Type the next one, and see that the clock of the device is"
                                            + " right.")
                            : Decision.write(
                                    access.with(
                                            factor.withTotp(
                                                    Optional.of(
                                                            new SecondFactor.Totp(
                                                                    sealed.get(),
                                                                    step.getAsLong())))),
                                    true);
                });
    }

    private static <T> Decision<T> nothingBegun() {
        return Decision.refuse(
                Reason.CONFLICT, "Nothing was begun, or it took too long.", "Begin again.");
    }

    /** No codes of an app are asked for any more. */
    public Uni<DirectoryOutcome<Boolean>> removeTotp(AddressEntry.Account account) {
        return changes.change(
                account.account(),
                access ->
                        Decision.write(
                                access.with(
                                        access.secondFactor().withTotp(Optional.empty()).tidied()),
                                true));
    }

    /**
     * What a browser needs to make a passkey, as JSON.
     *
     * @param origin of the page
     */
    public Uni<DirectoryOutcome<String>> beginPasskey(AddressEntry.Account account, String origin) {
        Optional<String> host = Passkeys.host(origin);
        if (host.isEmpty()) {
            return Uni.createFrom()
                    .item(
                            DirectoryOutcome.refused(
                                    Reason.INVALID,
                                    "A passkey is made by a browser, on a page that has a name and"
                                            + " no bare IP address.",
                                    "Open the page by its name."));
        }
        byte[] challenge = new byte[CHALLENGE];
        random.nextBytes(challenge);
        return changes.change(
                account.account(),
                access ->
                        access.secondFactor().passkeys().size() >= MOST_PASSKEYS
                                ? Decision.refuse(
                                        Reason.CONFLICT,
                                        "There are " + MOST_PASSKEYS + " passkeys already.",
                                        "Remove one that is not used any more.")
                                : Decision.write(
                                        access.with(
                                                access.secondFactor()
                                                        .awaitingPasskey(
                                                                pending(
                                                                        Base64.getEncoder()
                                                                                .encodeToString(
                                                                                        challenge)))),
                                        passkeys.creationOptions(
                                                account,
                                                access.secondFactor().passkeys(),
                                                challenge,
                                                host.get())));
    }

    /**
     * The browser has made a passkey.
     *
     * @param name what the owner calls it, 1 to 100 characters
     * @param credential the credential's {@code toJSON()} as text
     */
    public Uni<DirectoryOutcome<Passkey>> addPasskey(
            AddressEntry.Account account, String name, String credential, String origin) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return Uni.createFrom()
                    .item(
                            DirectoryOutcome.refused(
                                    Reason.INVALID,
                                    "The passkey has no name, or one longer than "
                                            + LONGEST_NAME
                                            + " characters.",
                                    "Give one such as phone."));
        }
        return changes.change(
                account.account(),
                access -> {
                    Optional<String> challenge = value(access.secondFactor().pendingPasskey());
                    if (challenge.isEmpty()) {
                        return nothingBegun();
                    }
                    return passkeys.made(
                                    credential,
                                    Base64.getDecoder().decode(challenge.get()),
                                    origin,
                                    name.strip(),
                                    clock.millis())
                            .map(made -> added(access, made))
                            .orElseGet(() ->
                                    Decision.refuse(
                                            Reason.INVALID,
                                            "The browser's answer is not for this page, or not for"
                                                    + " this request.",
                                            "Begin again."));
                });
    }

    private static Decision<Passkey> added(AccountAccess access, Passkey made) {
        SecondFactor factor = access.secondFactor();
        return factor.passkeys().stream().anyMatch(one -> one.id().equals(made.id()))
                ? Decision.refuse(
                        Reason.CONFLICT, "This passkey is there already.", "Use another device.")
                : Decision.write(
                        access.with(
                                factor.withPasskeys(
                                        Stream.concat(factor.passkeys().stream(), Stream.of(made))
                                                .toList())),
                        made);
    }

    /** The passkey opens nothing any more. */
    public Uni<DirectoryOutcome<Boolean>> removePasskey(AddressEntry.Account account, String id) {
        return changes.change(
                account.account(),
                access -> {
                    SecondFactor factor = access.secondFactor();
                    List<Passkey> left =
                            factor.passkeys().stream().filter(one -> !one.id().equals(id)).toList();
                    return left.size() == factor.passkeys().size()
                            ? Decision.refuse(
                                    Reason.UNKNOWN,
                                    "There is no such passkey.",
                                    "GET second-factor lists those that are there.")
                            : Decision.write(access.with(factor.withPasskeys(left).tidied()), true);
                });
    }

    /** New recovery codes, shown once; earlier ones are good no more. */
    public Uni<DirectoryOutcome<List<String>>> makeRecoveryCodes(AddressEntry.Account account) {
        List<String> codes = RecoveryCodes.make(random);
        return changes.change(
                account.account(),
                access ->
                        access.secondFactor().isOn()
                                ? Decision.write(
                                        access.with(
                                                access.secondFactor()
                                                        .withRecoveryCodes(
                                                                codes.stream()
                                                                        .map(RecoveryCodes::hash)
                                                                        .toList())),
                                        codes)
                                : Decision.refuse(
                                        Reason.CONFLICT,
                                        "Two-factor sign-in is off: there is nothing that a code"
                                                + " could stand in for.",
                                        "Set up an app or a passkey first."));
    }
}
