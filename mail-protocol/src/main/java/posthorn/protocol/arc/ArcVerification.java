package posthorn.protocol.arc;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.dkim.BodyHashKind;
import posthorn.protocol.dkim.BodyHashes;
import posthorn.protocol.dkim.Canonicalization;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SignedHeader;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.OctetString;

/**
 * The check of a chain (RFC 8617 §5.2), in three steps: the header, the body, the keys. Of the
 * message signatures the last one counts; of the seals every one.
 */
public final class ArcVerification {
    static final String SEAL = "ARC-Seal";

    private final MessageHeader header;
    private final List<ArcChain.Set> sets;
    private final List<ArcSignature.Seal> seals;
    private final ArcSignature.@Nullable OverMessage message;
    private final String broken;

    private ArcVerification(
            MessageHeader header,
            List<ArcChain.Set> sets,
            List<ArcSignature.Seal> seals,
            ArcSignature.@Nullable OverMessage message,
            String broken) {
        this.header = header;
        this.sets = sets;
        this.seals = seals;
        this.message = message;
        this.broken = broken;
    }

    /** The chain in a header; most messages have none. */
    public static ArcVerification of(MessageHeader header) {
        try {
            List<ArcChain.Set> sets = ArcChain.of(header).sets();
            if (sets.isEmpty()) {
                return new ArcVerification(header, sets, List.of(), null, "");
            }
            List<ArcSignature.Seal> seals = new ArrayList<>();
            for (ArcChain.Set set : sets) {
                seals.add(ArcSignature.seal(set.seal().field(), set.seal().tags()));
            }
            checkClaims(seals);
            ArcChain.Tagged last = sets.getLast().message();
            return new ArcVerification(
                    header,
                    sets,
                    List.copyOf(seals),
                    ArcSignature.overMessage(last.field(), last.tags()),
                    "");
        } catch (ArcSyntaxException e) {
            return new ArcVerification(header, List.of(), List.of(), null, e.reason());
        }
    }

    /** The first seal says that there was no chain, each further one that the chain held. */
    private static void checkClaims(List<ArcSignature.Seal> seals) throws ArcSyntaxException {
        for (int i = 0; i < seals.size(); i++) {
            if (!seals.get(i).chain().equals(i == 0 ? "none" : "pass")) {
                throw new ArcSyntaxException(
                        "seal "
                                + (i + 1)
                                + " says of the chain before it: "
                                + seals.get(i).chain());
            }
        }
    }

    /** The hashes of the body that {@link #finish} will need. */
    public Set<BodyHashKind> bodyHashes() {
        return message == null ? Set.of() : Set.of(message.body());
    }

    /** The keys that {@link #finish} will need. */
    public Set<KeyName> keyNames() {
        Set<KeyName> names = new LinkedHashSet<>();
        seals.forEach(seal -> names.add(seal.common().key()));
        if (message != null) {
            names.add(message.common().key());
        }
        return names;
    }

    /**
     * The verdict on the chain.
     *
     * @param keys what DNS said; a name that is missing counts as unavailable
     */
    public ArcOutcome finish(BodyHashes hashes, Map<KeyName, KeyLookup> keys) {
        if (!broken.isEmpty()) {
            return ArcOutcome.failed(sets.size(), broken);
        }
        ArcSignature.OverMessage last = message;
        if (last == null) {
            return ArcOutcome.none();
        }
        if (hashes.of(last.body()).filter(last.bodyHash()::equals).isEmpty()) {
            return failed("the body is not the one that was signed");
        }
        byte[] signed =
                SignedHeader.of(header)
                        .data(last.signedFields(), last.headerForm(), last.common().field());
        if (!verifies(last.common(), signed, keys)) {
            return failed("the last message signature does not hold");
        }
        for (int i = sets.size(); i >= 1; i--) {
            if (!verifies(seals.get(i - 1).common(), sealed(i), keys)) {
                return failed("seal " + i + " does not hold");
            }
        }
        return new ArcOutcome(
                ArcOutcome.Status.PASS,
                sets.size(),
                seals.getLast().common().key().domain().folded(),
                AuthenticationResults.parse(sets.getLast().value()),
                "");
    }

    private ArcOutcome failed(String reason) {
        return ArcOutcome.failed(sets.size(), reason);
    }

    /** All sets up to this one, each in the order results, message signature, seal (§5.1.1). */
    private byte[] sealed(int instance) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < instance; i++) {
            ArcChain.Set set = sets.get(i);
            octets.append(Canonicalization.RELAXED.header(set.results()));
            octets.append(Canonicalization.RELAXED.header(set.message().field()));
            if (i < instance - 1) {
                octets.append(Canonicalization.RELAXED.header(set.seal().field()));
            }
        }
        byte[] own =
                SignedHeader.of(header)
                        .data(
                                List.of(),
                                Canonicalization.RELAXED,
                                sets.get(instance - 1).seal().field());
        return OctetString.bytes(octets + OctetString.of(own, 0, own.length));
    }

    private static boolean verifies(
            ArcSignature signature, byte[] octets, Map<KeyName, KeyLookup> keys) {
        if (!(keys.get(signature.key()) instanceof KeyLookup.Found(List<String> records))
                || records.size() != 1
                || !(KeyRecord.parse(records.getFirst()) instanceof KeyRecord.Active active)) {
            return false;
        }
        return active.key().algorithm() == signature.algorithm()
                && active.key().verifies(octets, decoded(signature.signature()));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
