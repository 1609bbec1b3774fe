package posthorn.delivery.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Signatures of the messages that were signed last, so that a message with many destinations or
 * attempts is read and signed once. Each takes about 2 KB.
 */
public final class RememberedSignatures implements MessageSigner {
    private static final float LOAD = 0.75f;

    private final MessageSigner signer;
    private final Map<String, SigningResult.Signed> byMessage;

    /**
     * Remembers what {@code signer} makes.
     *
     * @param most messages that are remembered
     */
    public RememberedSignatures(MessageSigner signer, int most) {
        this.signer = signer;
        this.byMessage =
                new LinkedHashMap<>(16, LOAD, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.@Nullable Entry<String, SigningResult.Signed> eldest) {
                        return size() > most;
                    }
                };
    }

    @Override
    public SigningResult sign(AcceptedMail mail, Source source) {
        Optional<SigningResult.Signed> known = known(mail.getId());
        if (known.isPresent()) {
            return known.get();
        }
        SigningResult result = signer.sign(mail, source);
        if (result instanceof SigningResult.Signed signed) {
            synchronized (byMessage) {
                byMessage.put(mail.getId(), signed);
            }
        }
        return result;
    }

    private Optional<SigningResult.Signed> known(String message) {
        synchronized (byMessage) {
            return Optional.ofNullable(byMessage.get(message));
        }
    }
}
