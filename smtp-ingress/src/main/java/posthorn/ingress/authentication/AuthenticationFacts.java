package posthorn.ingress.authentication;

import java.util.ArrayList;
import java.util.List;
import posthorn.protocol.arc.ArcOutcome;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.auth.MethodResult;
import posthorn.protocol.dkim.DkimStatus;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dmarc.AuthenticatedIdentifier;
import posthorn.protocol.dmarc.DmarcOutcome;
import posthorn.protocol.dns.ReverseNames;
import posthorn.protocol.spf.SpfOutcome;
import posthorn.protocol.spf.SpfResult;

/**
 * What the checks of a message found.
 *
 * @param request what was checked
 * @param helo SPF of the name in HELO
 * @param mailFrom SPF of the reverse-path; for the null reverse-path the same as {@code helo}
 * @param dkim signatures, in the order of their fields
 * @param dmarc one for each author's domain; empty: there is no author
 * @param arc the chain of those who passed it on
 * @param reverse names of the host
 * @param heloName what the name in HELO is worth
 */
public record AuthenticationFacts(
        AuthenticationRequest request,
        SpfOutcome helo,
        SpfOutcome mailFrom,
        List<SignatureResult> dkim,
        List<DmarcOutcome> dmarc,
        ArcOutcome arc,
        ReverseNames reverse,
        HeloName heloName) {

    public AuthenticationFacts {
        dkim = List.copyOf(dkim);
        dmarc = List.copyOf(dmarc);
    }

    /** The domains that SPF and DKIM tie to a message, or might. */
    static List<AuthenticatedIdentifier> identifiers(
            SpfOutcome mailFrom, List<SignatureResult> dkim) {
        List<AuthenticatedIdentifier> identifiers = new ArrayList<>();
        if (mailFrom.result() == SpfResult.PASS || mailFrom.result() == SpfResult.TEMPERROR) {
            identifiers.add(
                    new AuthenticatedIdentifier(
                            AuthenticatedIdentifier.Method.SPF,
                            mailFrom.domain(),
                            mailFrom.result() == SpfResult.PASS));
        }
        for (SignatureResult signature : dkim) {
            boolean passed = isWhole(signature);
            if (passed || signature.status() == DkimStatus.TEMPERROR) {
                identifiers.add(
                        new AuthenticatedIdentifier(
                                AuthenticatedIdentifier.Method.DKIM, signature.domain(), passed));
            }
        }
        return identifiers;
    }

    /** Whether a signature holds for all of the body: what {@code l=} leaves out is anybody's. */
    private static boolean isWhole(SignatureResult signature) {
        return signature.status() == DkimStatus.PASS && signature.unsignedOctets() == 0;
    }

    /** What a signature counts for: {@code policy} when it holds and leaves out octets. */
    public static String word(SignatureResult signature) {
        boolean cut = signature.status() == DkimStatus.PASS && !isWhole(signature);
        return (cut ? DkimStatus.POLICY : signature.status()).word();
    }

    /** The Authentication-Results field, with its line break. */
    public String field(String hostname) {
        List<MethodResult> results = new ArrayList<>();
        results.add(iprev());
        if (!request.heloDomain().isEmpty()) {
            results.add(spf(helo).with("smtp", "helo", request.heloDomain()));
        }
        if (!request.sender().encode().isEmpty()) {
            results.add(spf(mailFrom).with("smtp", "mailfrom", request.sender().encode()));
        }
        dkim.forEach(signature -> results.add(dkim(signature)));
        if (dkim.isEmpty()) {
            results.add(MethodResult.of("dkim", "none"));
        }
        dmarc.forEach(outcome -> results.add(dmarc(outcome)));
        if (arc.status() != ArcOutcome.Status.NONE) {
            results.add(MethodResult.of("arc", arc.word()).because(arcWords()));
        }
        return new AuthenticationResults(hostname, results).field();
    }

    private String arcWords() {
        return arc.reason().isEmpty()
                ? arc.sets() + " sets, the last of " + arc.sealer()
                : arc.reason();
    }

    private MethodResult iprev() {
        return MethodResult.of("iprev", reverse.word())
                .because(reverse.name())
                .with("policy", "iprev", request.clientAddress());
    }

    private static MethodResult spf(SpfOutcome outcome) {
        return MethodResult.of("spf", outcome.result().word()).because(outcome.reason());
    }

    private static MethodResult dkim(SignatureResult signature) {
        String cut =
                signature.unsignedOctets() > 0
                        ? signature.unsignedOctets() + " octets are not signed"
                        : signature.reason();
        MethodResult result = MethodResult.of("dkim", word(signature)).because(cut);
        result = property(result, "d", signature.domain());
        result = property(result, "i", signature.identity());
        result = property(result, "s", signature.selector());
        result = property(result, "a", signature.algorithm());
        return property(result, "b", signature.signaturePrefix());
    }

    private static MethodResult property(MethodResult result, String name, String value) {
        return value.isEmpty() ? result : result.with("header", name, value);
    }

    private static MethodResult dmarc(DmarcOutcome outcome) {
        MethodResult result = MethodResult.of("dmarc", outcome.result().word());
        if (!outcome.policyDomain().isEmpty()) {
            result =
                    result.because(
                            "p=" + outcome.policy().word() + " of " + outcome.policyDomain());
        }
        return result.with("header", "from", outcome.author());
    }

    /** In one line, for logs: {@code spf=pass dkim=pass/example.org dmarc=pass/example.org}. */
    public String summary() {
        StringBuilder line = new StringBuilder("spf=").append(mailFrom.result().word());
        line.append(" helo-spf=").append(helo.result().word()).append(" dkim=");
        line.append(dkim.isEmpty() ? "none" : "");
        for (int i = 0; i < dkim.size(); i++) {
            line.append(i > 0 ? "," : "").append(word(dkim.get(i)));
            line.append('/').append(dkim.get(i).domain());
        }
        line.append(" dmarc=").append(dmarc.isEmpty() ? "none" : "");
        for (int i = 0; i < dmarc.size(); i++) {
            line.append(i > 0 ? "," : "").append(dmarc.get(i).result().word());
            line.append('/').append(dmarc.get(i).author());
        }
        line.append(" arc=").append(arc.word());
        line.append(arc.sealer().isEmpty() ? "" : "/").append(arc.sealer());
        line.append(" iprev=").append(reverse.word());
        line.append(reverse.name().isEmpty() ? "" : "/").append(reverse.name());
        line.append(" helo=").append(heloName.word());
        return line.append(request.helo().isEmpty() ? "" : "/" + request.helo()).toString();
    }
}
