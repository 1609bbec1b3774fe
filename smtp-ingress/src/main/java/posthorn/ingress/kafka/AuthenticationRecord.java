package posthorn.ingress.kafka;

import posthorn.ingress.authentication.AuthenticationFacts;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dmarc.AuthenticatedIdentifier;
import posthorn.protocol.dmarc.DmarcOutcome;
import posthorn.protocol.spf.SpfOutcome;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.DkimVerdict;
import posthorn.protocol.wire.DmarcVerdict;
import posthorn.protocol.wire.SpfVerdict;

/** From the verdict on a message to the record of it. */
final class AuthenticationRecord {
    private static final int LONGEST_REASON = 200;

    private AuthenticationRecord() {}

    static Authentication of(AuthenticationVerdict verdict) {
        AuthenticationFacts facts = verdict.facts();
        Authentication.Builder record =
                Authentication.newBuilder()
                        .setHelo(spf(facts.helo()))
                        .setMailFrom(spf(facts.mailFrom()))
                        .setArc(facts.arc().word())
                        .setArcSealer(facts.arc().sealer())
                        .setReverse(facts.reverse().word())
                        .setReverseName(facts.reverse().name())
                        .setHeloName(facts.heloName().word());
        facts.dkim().forEach(signature -> record.addDkim(dkim(signature)));
        facts.dmarc().forEach(outcome -> record.addDmarc(dmarc(outcome)));
        if (verdict.handling() instanceof Handling.Accept(String override)) {
            record.setOverride(override);
        }
        return record.build();
    }

    private static SpfVerdict spf(SpfOutcome outcome) {
        return SpfVerdict.newBuilder()
                .setResult(outcome.result().word())
                .setDomain(outcome.domain())
                .setReason(cut(outcome.reason()))
                .build();
    }

    private static DkimVerdict dkim(SignatureResult signature) {
        return DkimVerdict.newBuilder()
                .setResult(AuthenticationFacts.word(signature))
                .setDomain(signature.domain())
                .setSelector(signature.selector())
                .setAlgorithm(signature.algorithm())
                .setReason(cut(signature.reason()))
                .build();
    }

    private static DmarcVerdict dmarc(DmarcOutcome outcome) {
        return DmarcVerdict.newBuilder()
                .setResult(outcome.result().word())
                .setAuthor(outcome.author())
                .setPolicyDomain(outcome.policyDomain())
                .setPolicy(outcome.policyDomain().isEmpty() ? "" : outcome.policy().word())
                .setPublished(outcome.policyDomain().isEmpty() ? "" : outcome.published().word())
                .setSpfAligned(outcome.aligned().contains(AuthenticatedIdentifier.Method.SPF))
                .setDkimAligned(outcome.aligned().contains(AuthenticatedIdentifier.Method.DKIM))
                .setReason(cut(outcome.reason()))
                .build();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
