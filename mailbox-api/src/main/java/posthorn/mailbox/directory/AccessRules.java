package posthorn.mailbox.directory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/**
 * What follows from how an account is set up, pure: which switches are on, what the password that
 * somebody has shown opens, and whether it is old.
 *
 * @param installation which switches are on where neither account nor domain says so; what it does
 *     not say is on
 * @param passwordOldAfter how long a main password counts as new; zero: for ever
 * @param pages URL of the pages as people reach them, without a slash at its end; empty: not known
 */
public record AccessRules(Switches installation, Duration passwordOldAfter, String pages) {

    /** Everything is on, no password is old, nobody knows where the pages are. */
    public static final AccessRules USUAL = new AccessRules(Switches.NONE, Duration.ZERO, "");

    /** Who has said how a switch stands. */
    public enum Level {
        /** The account. */
        ACCOUNT,
        /** Its domain, for all accounts that say nothing. */
        DOMAIN,
        /** The settings of the installation. */
        INSTALLATION
    }

    /**
     * How a switch stands.
     *
     * @param from who has said so
     */
    public record SwitchState(boolean on, Level from) {}

    /** How a switch of an account stands. */
    public SwitchState state(AccessSwitch which, Switches domain, Switches account) {
        Optional<Boolean> own = account.of(which);
        return own.isPresent() ? new SwitchState(own.get(), Level.ACCOUNT) : state(which, domain);
    }

    /** How a switch of a domain stands. */
    public SwitchState state(AccessSwitch which, Switches domain) {
        Optional<Boolean> said = domain.of(which);
        return said.isPresent()
                ? new SwitchState(said.get(), Level.DOMAIN)
                : new SwitchState(installation.of(which).orElse(true), Level.INSTALLATION);
    }

    /** Why nobody comes in by this protocol, whatever they show; empty: it is open. */
    public Optional<SignInRefusal> closed(
            SignInProtocol protocol, Switches domain, AccountAccess access) {
        return AccessSwitch.of(protocol)
                .filter(which -> !state(which, domain, access.switches()).on())
                .map(which -> new SignInRefusal.SwitchedOff(which.title(), page("/switches")));
    }

    /** Why the main password does not open this protocol; empty: it does. */
    public Optional<SignInRefusal> mainPassword(SignInProtocol protocol, AccountAccess access) {
        return AccessSwitch.of(protocol).isPresent() && access.secondFactor().isOn()
                ? Optional.of(new SignInRefusal.AppPasswordNeeded(page("/security")))
                : Optional.empty();
    }

    /** Why an app password does not open this protocol; empty: it does. */
    public Optional<SignInRefusal> appPassword(SignInProtocol protocol, AppPassword shown) {
        return shown.protocols().contains(protocol)
                ? Optional.empty()
                : Optional.of(new SignInRefusal.OtherAppPassword(page("/security")));
    }

    private String page(String path) {
        return pages.isEmpty() ? "" : pages + path;
    }

    /**
     * App passwords that may be compared with what somebody shows: all that are good for anything,
     * since whoever shows one to another protocol is told so, and not that it is wrong.
     */
    public List<AppPassword> candidates(AccountAccess access, long now) {
        return access.appPasswords().stream().filter(one -> one.isGood(now)).toList();
    }

    /** Whether the owner should be asked for another main password. */
    public boolean passwordIsOld(AddressEntry.Account account, AccountAccess access, long now) {
        long set = access.passwordSet() == 0 ? account.created() : access.passwordSet();
        return !passwordOldAfter.isZero() && now - set > passwordOldAfter.toMillis();
    }
}
