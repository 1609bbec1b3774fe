package posthorn.ingress.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.ingress.authentication.AuthenticationPolicy.Treatment;
import posthorn.protocol.arc.ArcOutcome;
import posthorn.protocol.auth.MethodResult;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dmarc.DmarcOutcome;
import posthorn.protocol.dmarc.DmarcPolicy;
import posthorn.protocol.spf.SpfResult;

/**
 * From facts to what is done with a message. The strictest of what each author's domain asks for
 * counts.
 *
 * <ul>
 *   <li>A domain's DMARC policy is applied (RFC 9989 §5.3.6), as the settings say.
 *   <li>A domain of ours that neither SPF nor DKIM ties to the message is forged, whatever it
 *       publishes.
 *   <li>What a forwarder had found that the settings trust counts, where its seal holds.
 *   <li>Where DNS cannot be asked, a message is deferred if the answer could be its refusal, or if
 *       nothing else shows who has sent it; it is never refused for that.
 * </ul>
 */
final class HandlingPolicy {
    private static final int LONGEST_REASON = 200;

    /** A line of a reply has 512 octets at most, code and line break included (RFC 5321). */
    private static final int LONGEST_LINE = 450;

    private final AuthenticationPolicy policy;

    HandlingPolicy(AuthenticationPolicy policy) {
        this.policy = policy;
    }

    /**
     * Decides.
     *
     * @param local the authors' domains that are ours
     */
    Handling of(AuthenticationFacts facts, Set<String> local) {
        Handling handling =
                facts.request().hasTooManyAuthors()
                        ? new Handling.Junk("it names more authors than are checked")
                        : new Handling.Accept("");
        for (DmarcOutcome outcome : facts.dmarc()) {
            handling =
                    Handling.stricter(
                            handling, of(outcome, facts, local.contains(outcome.author())));
        }
        return Handling.stricter(handling, unknownSpf(facts));
    }

    private Handling unknownSpf(AuthenticationFacts facts) {
        boolean shown =
                facts.dmarc().stream()
                        .anyMatch(outcome ->
                                !outcome.aligned().isEmpty()
                                        || policy.overrides().get(outcome.author())
                                                == Treatment.ACCEPT);
        return policy.defersUnknownSpf()
                        && facts.mailFrom().result() == SpfResult.TEMPERROR
                        && !shown
                ? new Handling.Defer(cut(facts.mailFrom().reason()))
                : new Handling.Accept("");
    }

    private Handling of(DmarcOutcome outcome, AuthenticationFacts facts, boolean local) {
        return switch (outcome.result()) {
            case PASS -> new Handling.Accept("");
            case TEMPERROR -> undecided(outcome, local);
            case FAIL -> treated(strictest(outcome, local), outcome, facts, local);
            case NONE -> unpublished(outcome, facts, local);
        };
    }

    private Handling undecided(DmarcOutcome outcome, boolean local) {
        Optional<Treatment> override =
                Optional.ofNullable(policy.overrides().get(outcome.author()));
        boolean published = !outcome.policyDomain().isEmpty();
        boolean matters = local || !published || outcome.policy() != DmarcPolicy.NONE;
        return matters && override.orElse(Treatment.REJECT) != Treatment.ACCEPT
                ? new Handling.Defer(cut(outcome.reason()))
                : new Handling.Accept("");
    }

    /** A domain without a record asks for nothing; one of ours need not ask. */
    private Handling unpublished(DmarcOutcome outcome, AuthenticationFacts facts, boolean local) {
        if (!local || !outcome.aligned().isEmpty()) {
            return new Handling.Accept("");
        }
        boolean undecided =
                AuthenticationFacts.identifiers(facts.mailFrom(), facts.dkim()).stream()
                        .anyMatch(id -> !id.decided() && id.domain().equals(outcome.author()));
        return undecided
                ? undecided(outcome, true)
                : treated(policy.localFrom(), outcome, facts, true);
    }

    private Treatment strictest(DmarcOutcome outcome, boolean local) {
        Treatment asked =
                switch (outcome.policy()) {
                    case NONE -> Treatment.ACCEPT;
                    case QUARANTINE -> policy.quarantining();
                    case REJECT -> policy.rejecting();
                };
        return local && policy.localFrom().compareTo(asked) > 0 ? policy.localFrom() : asked;
    }

    private Handling treated(
            Treatment treatment, DmarcOutcome outcome, AuthenticationFacts facts, boolean local) {
        String author = outcome.author();
        Treatment override = policy.overrides().get(author);
        if (override == null && asksForMore(outcome, local) && isForwarded(author, facts.arc())) {
            return new Handling.Accept(
                    facts.arc().sealer() + " has passed it on, and had found it proven");
        }
        return switch (override == null ? treatment : override) {
            case ACCEPT ->
                    new Handling.Accept(
                            asksForMore(outcome, local)
                                    ? "the settings take mail from " + author
                                    : "");
            case JUNK -> new Handling.Junk(unproven(author) + ": " + cut(outcome.reason()));
            case REJECT -> new Handling.Reject(explained(outcome, facts, local));
        };
    }

    /** Whether one who is believed had seen what ties the message to its author. */
    private boolean isForwarded(String author, ArcOutcome arc) {
        return policy.trustedForwarders().contains(arc.sealer())
                && arc.results().stream()
                        .flatMap(results -> results.results().stream())
                        .anyMatch(result -> shows(result, author));
    }

    private static boolean shows(MethodResult result, String author) {
        Optional<String> domain =
                switch (result.method()) {
                    case "dmarc" -> result.property("header", "from");
                    case "dkim" -> result.property("header", "d");
                    case "spf" -> result.property("smtp", "mailfrom");
                    default -> Optional.empty();
                };
        return result.result().equals("pass")
                && domain.map(text -> text.substring(text.lastIndexOf('@') + 1))
                        .filter(author::equalsIgnoreCase)
                        .isPresent();
    }

    private static boolean asksForMore(DmarcOutcome outcome, boolean local) {
        return local || outcome.policy() != DmarcPolicy.NONE;
    }

    private static String unproven(String author) {
        return "nothing shows that it is from " + author;
    }

    private static List<String> explained(
            DmarcOutcome outcome, AuthenticationFacts facts, boolean local) {
        String author = outcome.author();
        List<String> lines = new ArrayList<>();
        lines.add("The message says that it is from " + author + ", and nothing shows that it is.");
        lines.add(
                "SPF: " + facts.mailFrom().result().word() + ", " + cut(facts.mailFrom().reason()));
        lines.add("DKIM: " + cut(signatures(facts.dkim())));
        if (!facts.mailFrom().explanation().isEmpty()) {
            lines.add(facts.mailFrom().domain() + " explains: " + facts.mailFrom().explanation());
        }
        if (!outcome.policyDomain().isEmpty()) {
            lines.add(
                    outcome.policyDomain()
                            + " asks that such mail is not taken (DMARC policy "
                            + outcome.policy().word()
                            + ").");
        }
        if (local) {
            lines.add(
                    "The domain is hosted here: its users send on port 587 or 465, after they have"
                            + " signed in.");
        }
        lines.add(
                "Its owner can list "
                        + facts.request().clientAddress()
                        + " in the SPF record and send with an address of "
                        + author
                        + " in MAIL, or sign with DKIM as d="
                        + author
                        + ".");
        return lines.stream().map(line -> cut(line, LONGEST_LINE)).toList();
    }

    private static String signatures(List<SignatureResult> signatures) {
        if (signatures.isEmpty()) {
            return "the message has no signature";
        }
        List<String> words = new ArrayList<>();
        for (SignatureResult signature : signatures) {
            String reason = signature.reason().isEmpty() ? "" : " (" + signature.reason() + ")";
            words.add(AuthenticationFacts.word(signature) + " for " + signature.domain() + reason);
        }
        return String.join(", ", words);
    }

    /** What stands in records and fields of strangers, as it may stand in a reply. */
    private static String cut(String text) {
        return cut(text, LONGEST_REASON);
    }

    private static String cut(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            plain.append(c < ' ' || c > '~' ? '?' : c);
        }
        return plain.toString();
    }
}
