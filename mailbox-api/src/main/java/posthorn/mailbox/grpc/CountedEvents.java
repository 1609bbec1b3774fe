package posthorn.mailbox.grpc;

import java.time.Duration;
import java.util.List;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.clients.ClientEvents.Counted;
import posthorn.mailbox.clients.ClientEvents.Total;
import posthorn.mailbox.clients.EventKey;
import posthorn.mailbox.clients.EventKey.Subject;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;

/** Counts of what clients did, on the wire. */
final class CountedEvents {

    private static final int MOST = 100;
    private static final long MOST_AT_ONCE = 1_000_000;
    private static final long LONGEST_ID = 64;
    private static final long LONGEST_WINDOW = Duration.ofDays(1).toSeconds();

    private CountedEvents() {}

    /**
     * What is to be counted.
     *
     * @throws InvalidRequest it is not as the contract says
     */
    static List<Counted> decode(CountEventsRequest request) {
        if (request.getCountsCount() > MOST) {
            throw new InvalidRequest("more than " + MOST + " counts");
        }
        return request.getCountsList().stream().map(CountedEvents::decode).toList();
    }

    private static Counted decode(EventCount count) {
        long window = count.getWindowSeconds();
        if (window < 1 || window > LONGEST_WINDOW) {
            throw new InvalidRequest("a window of " + window + " s");
        }
        if (count.getMore() < 0 || count.getMore() > MOST_AT_ONCE) {
            throw new InvalidRequest(count.getMore() + " events at once");
        }
        return new Counted(
                new EventKey(event(count.getEvent()), subject(count), Duration.ofSeconds(window)),
                count.getMore());
    }

    private static EventKey.Event event(ClientEvent event) {
        return switch (event) {
            case RECIPIENT_REFUSED -> EventKey.Event.RECIPIENT_REFUSED;
            case CONNECTION -> EventKey.Event.CONNECTION;
            case MESSAGE -> EventKey.Event.MESSAGE;
            case SUBMITTED_MESSAGE -> EventKey.Event.SUBMITTED_MESSAGE;
            case SUBMITTED_RECIPIENT -> EventKey.Event.SUBMITTED_RECIPIENT;
            case RECEIVED_MESSAGE -> EventKey.Event.RECEIVED_MESSAGE;
            case CLIENT_EVENT_UNSPECIFIED, UNRECOGNIZED ->
                    throw new InvalidRequest("no event that this release knows");
        };
    }

    private static Subject subject(EventCount count) {
        return switch (count.getSubjectCase()) {
            case CLIENT_ADDRESS -> {
                String network = ClientNetwork.of(count.getClientAddress());
                if (network.equals(OctetBudget.NOBODY)) {
                    throw new InvalidRequest("no IP address");
                }
                yield new Subject.Network(network);
            }
            case ACCOUNT -> {
                if (count.getAccount().length() > LONGEST_ID) {
                    throw new InvalidRequest("no id of an account");
                }
                yield new Subject.Account(count.getAccount());
            }
            case CLIENT_NETWORK -> {
                String network = count.getClientNetwork();
                if (network.length() > LONGEST_ID || network.indexOf('/') < 1) {
                    throw new InvalidRequest("no network");
                }
                yield new Subject.Network(network);
            }
            case SUBJECT_NOT_SET -> throw new InvalidRequest("nobody to count for");
        };
    }

    static CountEventsAnswer encode(List<Total> totals) {
        CountEventsAnswer.Builder answer = CountEventsAnswer.newBuilder();
        for (Total total : totals) {
            answer.addTotals(
                    EventTotal.newBuilder()
                            .setCount(total.count())
                            .setSecondsLeft(total.secondsLeft()));
        }
        return answer.build();
    }
}
