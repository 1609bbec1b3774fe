package posthorn.mailbox.directory;

import java.util.List;
import java.util.Optional;

/**
 * How the owner of an account comes in, and what they may do besides reading their own mail. One
 * document for each account; one that there is not says what {@link #usual} says.
 *
 * @param account id of the account
 * @param version counts its changes; 0: nothing is stored
 * @param switches what the owner, or an administrator for them, has said
 * @param administers domains whose administrator the account is, folded
 * @param language of texts for the owner, a language tag such as {@code de}; empty: not said
 * @param passwordSet when the main password was last set, milliseconds since 1970, UTC; 0: when the
 *     account was made
 * @param appPasswords passwords for programs
 * @param secondFactor what is asked for besides the main password
 */
public record AccountAccess(
        String account,
        long version,
        Switches switches,
        List<String> administers,
        String language,
        long passwordSet,
        List<AppPassword> appPasswords,
        SecondFactor secondFactor) {

    /** Keeps the lists from changing. */
    public AccountAccess {
        administers = List.copyOf(administers);
        appPasswords = List.copyOf(appPasswords);
    }

    /** What an account may do of which nothing is stored. */
    public static AccountAccess usual(String account) {
        return new AccountAccess(
                account, 0, Switches.NONE, List.of(), "", 0, List.of(), SecondFactor.NONE);
    }

    /** The app password of this id. */
    public Optional<AppPassword> appPassword(String id) {
        return appPasswords.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** The same with other switches. */
    public AccountAccess with(Switches others) {
        return new AccountAccess(
                account,
                version + 1,
                others,
                administers,
                language,
                passwordSet,
                appPasswords,
                secondFactor);
    }

    /** The same, administrator of these domains. */
    public AccountAccess administering(List<String> domains) {
        return new AccountAccess(
                account,
                version + 1,
                switches,
                domains,
                language,
                passwordSet,
                appPasswords,
                secondFactor);
    }

    /** The same with another language. */
    public AccountAccess withLanguage(String other) {
        return new AccountAccess(
                account,
                version + 1,
                switches,
                administers,
                other,
                passwordSet,
                appPasswords,
                secondFactor);
    }

    /** The same, its main password set at that time. */
    public AccountAccess withPasswordSet(long time) {
        return new AccountAccess(
                account,
                version + 1,
                switches,
                administers,
                language,
                time,
                appPasswords,
                secondFactor);
    }

    /** The same with these app passwords. */
    public AccountAccess withAppPasswords(List<AppPassword> others) {
        return new AccountAccess(
                account,
                version + 1,
                switches,
                administers,
                language,
                passwordSet,
                others,
                secondFactor);
    }

    /** The same with another second factor. */
    public AccountAccess with(SecondFactor other) {
        return new AccountAccess(
                account,
                version + 1,
                switches,
                administers,
                language,
                passwordSet,
                appPasswords,
                other);
    }
}
