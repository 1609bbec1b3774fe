package posthorn.protocol.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import posthorn.protocol.mime.MessageHeader;

/**
 * Makes signatures (RFC 6376 §5): relaxed header, relaxed and whole body, and the fields of {@link
 * #signedFields}.
 */
public final class DkimSigner {
    /** The hash of the body that a signature needs. */
    public static final BodyHashKind BODY_HASH = BodyHashKind.whole(Canonicalization.RELAXED);

    /**
     * Fields of which one more is signed than the message has, so that none can be added that a
     * reader would show instead (RFC 6376 §8.15).
     */
    private static final List<String> SEALED =
            List.of(
                    "From",
                    "To",
                    "Cc",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "Reply-To",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding");

    /** Fields that are signed where they are, and then sealed, too. */
    private static final List<String> SEALED_IF_PRESENT =
            List.of(
                    "Sender",
                    "In-Reply-To",
                    "References",
                    "Content-ID",
                    "Content-Description",
                    "Auto-Submitted");

    /** Fields that are signed where they are; who passes the message on may add some. */
    private static final List<String> SIGNED =
            List.of(
                    "Resent-From",
                    "Resent-Sender",
                    "Resent-To",
                    "Resent-Cc",
                    "Resent-Date",
                    "Resent-Message-ID",
                    "List-Id",
                    "List-Help",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Subscribe",
                    "List-Post",
                    "List-Owner",
                    "List-Archive");

    private DkimSigner() {}

    /**
     * One signature.
     *
     * @param key the key that signs
     * @param header the final header, in which nothing changes but that fields come on top
     * @param hashes hashes of the final body, {@link #BODY_HASH} among them
     * @param timestamp when it is signed, seconds since 1970
     * @return the field DKIM-Signature (octets) with its line break, to be put on top of the header
     * @throws IllegalArgumentException when the hash of the body is missing
     */
    public static String sign(
            SigningKey key, MessageHeader header, BodyHashes hashes, long timestamp) {
        List<String> names = signedFields(header);
        DkimSignature unsigned =
                new DkimSignature(
                        key.algorithm(),
                        "",
                        hashes.of(BODY_HASH)
                                .orElseThrow(
                                        () -> new IllegalArgumentException("No hash of the body")),
                        Canonicalization.RELAXED,
                        BODY_HASH,
                        key.name(),
                        "@" + key.name().domain().folded(),
                        names,
                        OptionalLong.of(timestamp),
                        OptionalLong.empty());
        byte[] octets =
                SignedHeader.of(header)
                        .data(names, Canonicalization.RELAXED, unsigned.encode(), null);
        return unsigned.withSignature(key.sign(octets)).encode();
    }

    /**
     * Names of the fields that a signature on this header covers (RFC 6376 §5.4): those that a
     * reader sees or a program acts on, not those that change on the way.
     */
    static List<String> signedFields(MessageHeader header) {
        List<String> names = new ArrayList<>();
        SEALED.forEach(name -> add(names, name, count(header, name) + 1));
        for (String name : SEALED_IF_PRESENT) {
            int count = count(header, name);
            add(names, name, count == 0 ? 0 : count + 1);
        }
        SIGNED.forEach(name -> add(names, name, count(header, name)));
        return names;
    }

    /** The kinds of hashes to ask a {@link BodyHasher} for. */
    public static Set<BodyHashKind> bodyHashes() {
        return Set.of(BODY_HASH);
    }

    private static int count(MessageHeader header, String name) {
        return header.all(name).size();
    }

    private static void add(List<String> names, String name, int times) {
        for (int i = 0; i < times; i++) {
            names.add(name);
        }
    }
}
