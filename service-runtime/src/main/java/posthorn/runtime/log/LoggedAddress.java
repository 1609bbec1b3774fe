package posthorn.runtime.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Mail addresses as they may stand in a log line: in full, or so that a line does not tell whose
 * mail it is about. Everything that logs an address goes through here. Any thread.
 */
public final class LoggedAddress {

    /** How an address is written. */
    public enum Form {
        /** As it is. */
        FULL,
        /** {@code <16 hexadecimal digits>@example.org}: the same for the same address. */
        HASHED,
        /** {@code *@example.org}. */
        DOMAIN
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_OCTETS = 8;
    private static final Pattern IN_TEXT = Pattern.compile("[^\\s<>\"'(),;:]{1,256}@");

    private static volatile Written written = new Written(Form.FULL, new byte[32]);

    private record Written(Form form, byte[] key) {}

    private LoggedAddress() {}

    /**
     * Says how addresses are written from now on, in this process.
     *
     * @param key of hashes; empty: one that nobody knows
     */
    static void write(Form form, byte[] key) {
        byte[] used = key.clone();
        if (used.length == 0) {
            used = new byte[32];
            new SecureRandom().nextBytes(used);
        }
        written = new Written(form, used);
    }

    /**
     * An address, cleaned by {@link LogText}.
     *
     * @param address as somebody wrote it; null is {@code -}, empty stays so. Without an @ it is
     *     hidden as a whole
     */
    public static String of(@Nullable String address) {
        Written as = written;
        if (address == null || address.isEmpty() || as.form() == Form.FULL) {
            return LogText.clean(address);
        }
        int at = address.lastIndexOf('@');
        String domain = at < 0 ? "" : LogText.clean(address.substring(at));
        return switch (as.form()) {
            case FULL -> LogText.clean(address);
            case DOMAIN -> "*" + domain;
            case HASHED -> hash(as.key(), address) + domain;
        };
    }

    /** Text in which addresses may stand, such as the reply of another host; cleaned. */
    public static String in(String text) {
        if (written.form() == Form.FULL || text.indexOf('@') < 0) {
            return LogText.clean(text);
        }
        return IN_TEXT.matcher(LogText.clean(text)).replaceAll("*@");
    }

    private static String hash(byte[] key, String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] hash = mac.doFinal(address.strip().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
