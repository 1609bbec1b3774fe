package posthorn.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import posthorn.delivery.signing.MessageSigner;
import posthorn.delivery.signing.SigningResult;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.log.LogText;

/** Counts what is signed, and says so when a message waits since it could not be. */
final class SigningAlarm implements MessageSigner {

    private static final Logger LOG = Logger.getLogger(SigningAlarm.class);

    private final MessageSigner signer;
    private final Counter signed;
    private final Counter failed;

    SigningAlarm(MessageSigner signer, MeterRegistry meters) {
        this.signer = signer;
        this.signed =
                Counter.builder("posthorn.dkim.signed")
                        .description("Attempts at other hosts with a message that is signed")
                        .register(meters);
        this.failed =
                Counter.builder("posthorn.dkim.failures")
                        .description(
                                "Attempts that wait since the message could not be signed: somebody has to look")
                        .register(meters);
    }

    @Override
    public SigningResult sign(AcceptedMail mail, Source source) {
        SigningResult result = signer.sign(mail, source);
        switch (result) {
            case SigningResult.Unsigned() -> {}
            case SigningResult.Signed _ -> signed.increment();
            case SigningResult.Failed(String reason, boolean alarm) -> {
                if (alarm) {
                    failed.increment();
                    LOG.errorf(
                            "message %s waits, it cannot be signed: %s",
                            mail.getId(), LogText.clean(reason));
                }
            }
        }
        return result;
    }
}
