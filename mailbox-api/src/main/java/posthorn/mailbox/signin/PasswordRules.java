package posthorn.mailbox.signin;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthorn.protocol.smtp.AddressKey;

/**
 * Which passwords people may choose, as NIST SP 800-63B §5.1.1.2 advises: long enough, none that
 * guesses begin with, none that is little more than the address. Nothing is asked of the characters
 * in it. Pure.
 */
public final class PasswordRules {

    /** Characters that no password may exceed. */
    public static final int LONGEST = 1024;

    /** As many characters besides the name in the address do not make a password of it. */
    private static final int FEW = 3;

    private final int leastLength;
    private final Set<String> common;
    private final boolean addressRefused;

    private PasswordRules(int leastLength, Set<String> common, boolean addressRefused) {
        this.leastLength = leastLength;
        this.common = common;
        this.addressRefused = addressRefused;
    }

    /** Why a password is refused. */
    public enum Refusal {
        /** It has fewer characters than asked for, or none. */
        TOO_SHORT,
        /** It has more than {@link #LONGEST} characters. */
        TOO_LONG,
        /** Many others have it. */
        COMMON,
        /** It has the address in it, or is little more than the name in front of the @. */
        CONTAINS_ADDRESS
    }

    /** All rules. */
    public static PasswordRules strict(int leastLength) {
        return new PasswordRules(leastLength, CommonPasswords.read(), true);
    }

    /** Only the length counts. */
    public static PasswordRules ofLength(int leastLength) {
        return new PasswordRules(leastLength, Set.of(), false);
    }

    /** Characters that a password needs. */
    public int leastLength() {
        return leastLength;
    }

    /**
     * Why this may not be the password of that address; empty: it may.
     *
     * @param address folded
     */
    public Optional<Refusal> refusal(String password, String address) {
        int length = password.codePointCount(0, password.length());
        if (length < leastLength || length == 0) {
            return Optional.of(Refusal.TOO_SHORT);
        }
        if (password.length() > LONGEST) {
            return Optional.of(Refusal.TOO_LONG);
        }
        String folded =
                Normalizer.normalize(password, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        if (common.contains(folded)) {
            return Optional.of(Refusal.COMMON);
        }
        return addressRefused && hasAddress(folded, address)
                ? Optional.of(Refusal.CONTAINS_ADDRESS)
                : Optional.empty();
    }

    private static boolean hasAddress(String password, String address) {
        String local =
                AddressKey.parse(address)
                        .map(AddressKey::toString)
                        .map(text -> text.substring(0, Math.max(0, text.lastIndexOf('@'))))
                        .orElse("");
        return password.contains(address)
                || (!local.isEmpty()
                        && password.contains(local)
                        && password.length() - local.length() <= FEW);
    }
}
