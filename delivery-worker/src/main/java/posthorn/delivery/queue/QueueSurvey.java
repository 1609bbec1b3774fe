package posthorn.delivery.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people ask about the queue as a whole. It is read from its oldest message on, a piece at a
 * time, and never further than is allowed, so that a queue of any length gives an answer in time.
 * Safe for all threads; each call throws {@link AnswerLost} as {@link QueueLookup} does.
 */
public final class QueueSurvey {

    private static final int PIECE = 500;

    private final QueueLookup queue;
    private final int most;

    /**
     * A survey.
     *
     * @param most messages that one call reads, at least 1
     */
    public QueueSurvey(QueueLookup queue, int most) {
        this.queue = queue;
        this.most = most;
    }

    /**
     * Messages that a filter lets through.
     *
     * @param messages the oldest first
     * @param next where to go on; empty: there are no more. There may be a next one behind an empty
     *     list, when as many as are allowed were read and none was let through
     */
    public record Found(List<QueuedMessage> messages, Optional<String> next) {
        public Found {
            messages = List.copyOf(messages);
        }
    }

    /**
     * What is left to do, by destination.
     *
     * @param destinations those with the most recipients first
     * @param messages how many were counted
     * @param complete whether these are all that there are
     */
    public record Depths(List<DestinationDepth> destinations, int messages, boolean complete) {
        public Depths {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * A page of what a filter lets through.
     *
     * @param after id of the last message of the page before; empty: from the oldest
     * @param limit at least 1
     */
    public Found find(QueueFilter filter, String after, int limit) {
        List<QueuedMessage> found = new ArrayList<>();
        String last = after;
        int read = 0;
        while (read < most) {
            int piece = Math.min(PIECE, most - read);
            List<QueuedMessage> messages = queue.open(last, piece);
            for (QueuedMessage message : messages) {
                if (filter.matches(message)) {
                    if (found.size() == limit) {
                        return new Found(found, Optional.of(last));
                    }
                    found.add(message);
                }
                last = message.id();
            }
            if (messages.size() < piece) {
                return new Found(found, Optional.empty());
            }
            read += messages.size();
        }
        return new Found(found, Optional.of(last));
    }

    /** How much waits for whom. */
    public Depths depths() {
        Map<String, DestinationDepth> depths = new HashMap<>();
        int read = 0;
        String last = "";
        boolean complete = false;
        while (read < most && !complete) {
            int piece = Math.min(PIECE, most - read);
            List<QueuedMessage> messages = queue.open(last, piece);
            messages.forEach(count(depths));
            complete = messages.size() < piece;
            last = messages.isEmpty() ? last : messages.getLast().id();
            read += messages.size();
        }
        Comparator<DestinationDepth> byDepth =
                Comparator.comparingLong(depth -> -(depth.waiting() + depth.held()));
        List<DestinationDepth> sorted =
                depths.values().stream()
                        .sorted(byDepth.thenComparing(DestinationDepth::key))
                        .toList();
        return new Depths(sorted, read, complete);
    }

    private static Consumer<QueuedMessage> count(Map<String, DestinationDepth> depths) {
        return message -> {
            for (QueuedRecipient recipient : message.recipients()) {
                if (recipient.open()) {
                    String key = message.destinations().get(recipient.destination()).key();
                    depths.compute(
                            key,
                            (_, depth) ->
                                    (depth == null ? DestinationDepth.none(key) : depth)
                                            .and(message, recipient));
                }
            }
        };
    }
}
