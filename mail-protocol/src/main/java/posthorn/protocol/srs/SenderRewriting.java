package posthorn.protocol.srs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.LocalPart;
import posthorn.protocol.smtp.Mailbox;

/**
 * SRS with the addresses that other implementations of it write, too:
 *
 * <pre>
 * SRS0 = hash = day = host = user @ forwarder           the first forwarder
 * SRS1 = hash = first forwarder = SRS0's rest @ forwarder   every later one
 * </pre>
 *
 * <p>The hash is the start of an HMAC-SHA-1 in base64 over what follows it, in lower case: a host
 * on the way may change the case of letters, so it is compared without regard to case. The day is
 * counted modulo 1024 in two characters of base32. Safe for all threads.
 */
public final class SenderRewriting {

    /** Characters of a hash, as others write it. */
    public static final int USUAL_HASH = 4;

    private static final String DAYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int DAY_COUNT = 1024;
    private static final String FIRST = "SRS0";
    private static final String LATER = "SRS1";
    private static final int TAG_LENGTH = 4;

    private final byte[] secret;
    private final int hashLength;
    private final long validDays;

    /**
     * Rewrites under a secret.
     *
     * @param secret whoever knows it can have anything returned to anybody
     * @param hashLength characters of a hash, {@link #USUAL_HASH} to 20
     * @param valid how long something may be returned; counted in days, less than 1024
     */
    public SenderRewriting(byte[] secret, int hashLength, Duration valid) {
        this.secret = secret.clone();
        this.hashLength = hashLength;
        this.validDays = valid.toDays();
    }

    /** What an address in our domains means when something is returned to it. */
    public sealed interface Reversal {
        /** It goes on to this address. */
        record Returned(Mailbox to) implements Reversal {}

        /** It was not made by us, or somebody has changed it. */
        record Forged() implements Reversal {}

        /** It was made by us, too long ago. */
        record Expired() implements Reversal {}
    }

    /** Whether an address looks like one that was rewritten. */
    public static boolean isRewritten(Mailbox address) {
        String local = address.local().text();
        return local.length() > TAG_LENGTH
                && "=+-".indexOf(local.charAt(TAG_LENGTH)) >= 0
                && (tagged(local, FIRST) || tagged(local, LATER));
    }

    private static boolean tagged(String local, String tag) {
        return local.regionMatches(true, 0, tag, 0, TAG_LENGTH);
    }

    /**
     * The reverse-path under which a message is passed on.
     *
     * @param sender its reverse-path so far
     * @param forwarder our domain that passes it on
     */
    public Mailbox forward(Mailbox sender, Domain forwarder, Instant now) {
        String local = sender.local().text();
        String host = sender.domain().folded();
        boolean rewritten = isRewritten(sender);
        if (rewritten && tagged(local, LATER)) {
            Optional<Later> later = Later.of(local);
            if (later.isPresent()) {
                return later(later.get().first(), later.get().rest(), forwarder);
            }
        }
        if (rewritten && tagged(local, FIRST)) {
            return later(host, local.substring(TAG_LENGTH), forwarder);
        }
        String day = day(now);
        String text = String.join("=", FIRST, hash(day, host, local), day, host, local);
        return new Mailbox(new LocalPart(text), forwarder);
    }

    private Mailbox later(String first, String rest, Domain forwarder) {
        String text = String.join("=", LATER, hash(first, rest), first, rest);
        return new Mailbox(new LocalPart(text), forwarder);
    }

    /** Where something that is returned to an address of ours goes on to; empty: it is no SRS. */
    public Optional<Reversal> reverse(Mailbox address, Instant now) {
        if (!isRewritten(address)) {
            return Optional.empty();
        }
        String local = address.local().text();
        return Optional.of(
                tagged(local, FIRST) ? first(local.substring(TAG_LENGTH + 1), now) : later(local));
    }

    private Reversal first(String rest, Instant now) {
        String[] parts = rest.split("=", 4);
        if (parts.length < 4 || !same(parts[0], hash(parts[1], parts[2], parts[3]))) {
            return new Reversal.Forged();
        }
        long made = number(parts[1]);
        long age = Math.floorMod(now.getEpochSecond() / 86_400 - made, (long) DAY_COUNT);
        if (made < 0 || age > validDays) {
            return new Reversal.Expired();
        }
        return returned(parts[3], parts[2]);
    }

    private Reversal later(String local) {
        return Later.of(local)
                .filter(later -> same(later.hash(), hash(later.first(), later.rest())))
                .map(later -> returned(FIRST + later.rest(), later.first()))
                .orElseGet(Reversal.Forged::new);
    }

    private static Reversal returned(String local, String host) {
        return Domain.parse(host)
                .<Reversal>map(
                        domain -> new Reversal.Returned(new Mailbox(new LocalPart(local), domain)))
                .orElseGet(Reversal.Forged::new);
    }

    /** The parts of {@code SRS1=hash=first=rest}; the rest begins with SRS0's separator. */
    private record Later(String hash, String first, String rest) {
        static Optional<Later> of(String local) {
            String[] parts = local.substring(TAG_LENGTH + 1).split("=", 3);
            return parts.length < 3 || parts[2].isEmpty() || "=+-".indexOf(parts[2].charAt(0)) < 0
                    ? Optional.empty()
                    : Optional.of(new Later(parts[0], parts[1], parts[2]));
        }
    }

    private static String day(Instant now) {
        int day = (int) Math.floorMod(now.getEpochSecond() / 86_400, (long) DAY_COUNT);
        return "" + DAYS.charAt(day >> 5) + DAYS.charAt(day & 31);
    }

    /** The number of a day; negative: it is none. */
    private static long number(String day) {
        String upper = day.toUpperCase(Locale.ROOT);
        if (upper.length() != 2) {
            return -1;
        }
        int high = DAYS.indexOf(upper.charAt(0));
        int low = DAYS.indexOf(upper.charAt(1));
        return high < 0 || low < 0 ? -1 : high * 32L + low;
    }

    private boolean same(String given, String made) {
        if (given.length() != made.length()) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < made.length(); i++) {
            different |=
                    Character.toLowerCase(given.charAt(i)) ^ Character.toLowerCase(made.charAt(i));
        }
        return different == 0;
    }

    private String hash(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            String text = String.join("", parts).toLowerCase(Locale.ROOT);
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest).substring(0, hashLength);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-1", e);
        }
    }
}
