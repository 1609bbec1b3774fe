package posthorn.delivery.signing;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.BodyHashes;
import posthorn.protocol.dkim.DkimSigner;
import posthorn.protocol.dkim.DkimStatus;
import posthorn.protocol.dkim.DkimVerification;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.OctetString;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.wire.AcceptedMail;

/**
 * DKIM (RFC 6376) by the domain in From, with all of its keys that sign now. The body is read once
 * and never held; what was made is verified against the keys' own records before it counts.
 */
public final class DkimSigning implements MessageSigner {
    /** Octets of a header that is signed; ingress takes no longer one. */
    static final int LONGEST_HEADER = 1 << 20;

    /** {@code Arrival.listener} of what we made ourselves. */
    private static final String INTERNAL = "internal";

    private final SigningKeys keys;
    private final InstantSource clock;

    /** Signs with {@code keys}. */
    public DkimSigning(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public SigningResult sign(AcceptedMail mail, Source source) {
        if (!isOurs(mail)) {
            return new SigningResult.Unsigned();
        }
        try {
            return sign(new SplitMessage(source.open()));
        } catch (ContentLost | AnswerLost e) {
            return new SigningResult.Failed(String.valueOf(e.getMessage()), false);
        } catch (SigningKeys.Unusable e) {
            return new SigningResult.Failed(String.valueOf(e.getMessage()), true);
        }
    }

    /** Somebody who signed in sent it, or it is a notification of ours, which has no sender. */
    private static boolean isOurs(AcceptedMail mail) {
        return !mail.getArrival().getAccount().isEmpty()
                || (mail.getArrival().getListener().equals(INTERNAL)
                        && mail.getReversePath().isEmpty());
    }

    private SigningResult sign(SplitMessage message) throws ContentLost {
        byte[] header = message.header();
        if (header.length == 0) {
            return new SigningResult.Failed("the header of the message is too long to sign", true);
        }
        List<SigningKey> signing = author(header).map(keys::of).orElse(List.of());
        return signing.isEmpty()
                ? new SigningResult.Unsigned()
                : sign(signing, header, message.hash());
    }

    /** The domain of the first address in From; empty: there is no such field, or no address. */
    private static Optional<String> author(byte[] header) {
        List<String> from = HeaderScan.of(header).from();
        return from.isEmpty()
                ? Optional.empty()
                : AddressKey.domainKey(
                        from.getFirst().substring(from.getFirst().lastIndexOf('@') + 1));
    }

    private SigningResult sign(List<SigningKey> signing, byte[] header, BodyHashes hashes) {
        long now = clock.instant().getEpochSecond();
        MessageHeader unsigned = MessageHeader.of(header);
        StringBuilder fields = new StringBuilder();
        signing.forEach(key -> fields.append(DkimSigner.sign(key, unsigned, hashes, now)));
        byte[] made = OctetString.bytes(fields.toString());
        List<SignatureResult> wrong = wrong(signing, made, header, hashes, now);
        return wrong.isEmpty()
                ? new SigningResult.Signed(ByteString.copyFrom(made))
                : new SigningResult.Failed(
                        "the signature by "
                                + wrong.getFirst().selector()
                                + "._domainkey."
                                + wrong.getFirst().domain()
                                + " does not verify: "
                                + wrong.getFirst().reason(),
                        true);
    }

    /** The signatures that a receiver would not believe. */
    private static List<SignatureResult> wrong(
            List<SigningKey> signing, byte[] made, byte[] header, BodyHashes hashes, long now) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(made.length + header.length);
        signed.writeBytes(made);
        signed.writeBytes(header);
        Map<KeyName, KeyLookup> records = new HashMap<>();
        signing.forEach(key ->
                records.put(key.name(), new KeyLookup.Known(KeyRecord.Active.of(key.published()))));
        return DkimVerification.of(MessageHeader.of(signed.toByteArray()), signing.size())
                .finish(hashes, records, now)
                .stream()
                .limit(signing.size())
                .filter(result -> result.status() != DkimStatus.PASS)
                .toList();
    }

    /** A message that is read once: first its header, then its body, which is hashed. */
    private static final class SplitMessage {
        private final MessageContent content;
        private byte[] rest = new byte[0];

        SplitMessage(MessageContent content) {
            this.content = content;
        }

        /** The header with its empty line; none: it is too long. */
        byte[] header() throws ContentLost {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent()) {
                read.writeBytes(chunk.get());
                byte[] octets = read.toByteArray();
                HeaderScan scan = HeaderScan.of(octets);
                if (scan.complete()) {
                    rest = Arrays.copyOfRange(octets, scan.length(), octets.length);
                    return Arrays.copyOf(octets, scan.length());
                }
                if (octets.length > LONGEST_HEADER) {
                    return new byte[0];
                }
                chunk = content.next();
            }
            return read.toByteArray();
        }

        BodyHashes hash() throws ContentLost {
            BodyHasher hasher = new BodyHasher(DkimSigner.bodyHashes());
            hasher.update(rest, 0, rest.length);
            rest = new byte[0];
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent()) {
                hasher.update(chunk.get(), 0, chunk.get().length);
                chunk = content.next();
            }
            return hasher.finish();
        }
    }
}
