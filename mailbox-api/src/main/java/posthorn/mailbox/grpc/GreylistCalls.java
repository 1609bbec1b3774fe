package posthorn.mailbox.grpc;

import java.time.Duration;
import posthorn.mailbox.greylist.Greylist;
import posthorn.mailbox.greylist.GreylistKey;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.protocol.wire.GreylistRequest;
import posthorn.protocol.wire.ProvenSenderRequest;

/** Greylisting on the wire. */
final class GreylistCalls {

    private static final long LONGEST_DELAY = Duration.ofDays(1).toSeconds();
    private static final long LONGEST_RETRY = Duration.ofDays(31).toSeconds();
    private static final long LONGEST_KEEP = Duration.ofDays(400).toSeconds();
    private static final int LONGEST_NETWORK = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_ADDRESS = 1024;

    private GreylistCalls() {}

    static GreylistKey.Triplet triplet(GreylistRequest request) {
        return new GreylistKey.Triplet(
                network(request.getNetwork()),
                bounded("sender", request.getSender(), LONGEST_ADDRESS),
                bounded("recipient", request.getRecipient(), LONGEST_ADDRESS));
    }

    static String senderDomain(GreylistRequest request) {
        return bounded("domain", request.getSenderDomain(), LONGEST_DOMAIN);
    }

    static Greylist.Times times(GreylistRequest request) {
        if (request.getKnownAfter() < 1) {
            throw new InvalidRequest("known after " + request.getKnownAfter());
        }
        return new Greylist.Times(
                within("delay", request.getDelaySeconds(), LONGEST_DELAY),
                within("retry", request.getRetrySeconds(), LONGEST_RETRY),
                within("keep", request.getKeepSeconds(), LONGEST_KEEP),
                request.getKnownAfter());
    }

    static GreylistKey.Proven proven(ProvenSenderRequest request) {
        if (request.getDomain().isEmpty()) {
            throw new InvalidRequest("no domain");
        }
        return new GreylistKey.Proven(
                network(request.getNetwork()),
                bounded("domain", request.getDomain(), LONGEST_DOMAIN));
    }

    static Duration keep(ProvenSenderRequest request) {
        return within("keep", request.getKeepSeconds(), LONGEST_KEEP);
    }

    private static String network(String text) {
        if (text.isEmpty()) {
            throw new InvalidRequest("no network");
        }
        return bounded("network", text, LONGEST_NETWORK);
    }

    private static String bounded(String what, String text, int longest) {
        if (text.length() > longest) {
            throw new InvalidRequest("a " + what + " of " + text.length() + " characters");
        }
        return text;
    }

    private static Duration within(String what, long seconds, long most) {
        if (seconds < 1 || seconds > most) {
            throw new InvalidRequest("a " + what + " of " + seconds + " s");
        }
        return Duration.ofSeconds(seconds);
    }
}
