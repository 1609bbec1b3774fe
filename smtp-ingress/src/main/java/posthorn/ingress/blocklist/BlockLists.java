package posthorn.ingress.blocklist;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import posthorn.ingress.blocklist.BlockListObserver.Answer;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;

/**
 * Asks all lists at once about a client, on virtual threads. Safe for all threads. How long that
 * may take is for the port to bound.
 */
public final class BlockLists {
    private static final int LONGEST_EXPLANATION = 300;

    /** The address that no list may have (RFC 5782 §5). */
    private static final InetAddress NEVER_LISTED = InetAddress.ofLiteral("127.0.0.1");

    private final Supplier<Dns> dns;
    private final Map<String, List<BlockList>> zones = new LinkedHashMap<>();
    private final int threshold;
    private final BlockListObserver observer;

    /**
     * Lists to ask.
     *
     * @param dns for the questions about one client, from now on
     * @param lists may be of the same zone, with other answers; that zone is asked once
     * @param threshold a client whose sum of weights reaches it is listed; at least 1
     */
    public BlockLists(
            Supplier<Dns> dns, List<BlockList> lists, int threshold, BlockListObserver observer) {
        this.dns = dns;
        for (BlockList list : lists) {
            zones.computeIfAbsent(list.zone(), zone -> new ArrayList<>()).add(list);
        }
        this.threshold = threshold;
        this.observer = observer;
    }

    /** Whether there is nobody to ask. */
    public boolean isEmpty() {
        return zones.isEmpty();
    }

    /**
     * What the lists say; of an address that is not public they are not asked.
     *
     * @throws InterruptedException the service stops
     */
    public BlockListVerdict lookUp(InetAddress client) throws InterruptedException {
        if (zones.isEmpty() || !ReverseName.isPublic(client)) {
            return BlockListVerdict.NOTHING;
        }
        Dns one = dns.get();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<Integer>> asked = new HashMap<>();
            for (String zone : zones.keySet()) {
                asked.put(zone, threads.submit(() -> weight(one, zone, client)));
            }
            int score = 0;
            Map<String, Integer> against = new HashMap<>();
            for (Map.Entry<String, Future<Integer>> answer : asked.entrySet()) {
                int weight = answer.getValue().get();
                score += weight;
                if (weight > 0) {
                    against.put(answer.getKey(), weight);
                }
            }
            return verdict(one, client, score, against);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A list could not be asked", e.getCause());
        }
    }

    private BlockListVerdict verdict(
            Dns one, InetAddress client, int score, Map<String, Integer> against) {
        List<String> listedBy =
                against.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Integer>comparingByValue(
                                                Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList();
        boolean listed = score >= threshold && !listedBy.isEmpty();
        String explanation = listed ? explanation(one, listedBy.getFirst(), client) : "";
        return new BlockListVerdict(score, listed, listedBy, explanation);
    }

    /** What a zone counts for: the sum over its lists whose answers came. */
    private int weight(Dns one, String zone, InetAddress client) {
        return switch (one.a(ReverseName.of(client, zone))) {
            case DnsAnswer.Absent<InetAddress> absent -> nothing(zone, Answer.NOT_LISTED, "");
            case DnsAnswer.Unavailable<InetAddress>(String reason) ->
                    nothing(zone, Answer.UNAVAILABLE, reason);
            case DnsAnswer.Found<InetAddress>(List<InetAddress> answers, boolean authentic) ->
                    weight(one, zone, client, answers);
        };
    }

    private int nothing(String zone, Answer answer, String detail) {
        observer.answered(zone, answer, detail);
        return 0;
    }

    private int weight(Dns one, String zone, InetAddress client, List<InetAddress> answers) {
        for (InetAddress answer : answers) {
            String error = ReverseName.error(answer);
            if (!error.isEmpty()) {
                return nothing(zone, Answer.ERROR, error);
            }
        }
        int sum = 0;
        boolean counts = false;
        for (BlockList list : zones.getOrDefault(zone, List.of())) {
            if (answers.stream().anyMatch(list.filter()::matches)) {
                sum += list.weight();
                counts = true;
            }
        }
        if (!counts) {
            return nothing(zone, Answer.NOT_LISTED, "");
        }
        if (one.a(ReverseName.likeIpv4(NEVER_LISTED, client, zone)) instanceof DnsAnswer.Found) {
            return nothing(zone, Answer.ERROR, "it lists every address");
        }
        observer.answered(zone, Answer.LISTED, "");
        return sum;
    }

    /** Mostly a link to the page that says why, and how to be taken off. */
    private static String explanation(Dns one, String zone, InetAddress client) {
        List<String> texts = one.txt(ReverseName.of(client, zone)).known();
        String text = texts.isEmpty() ? "" : texts.getFirst();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_EXPLANATION); i++) {
            char c = text.charAt(i);
            plain.append(c < ' ' || c > '~' ? '?' : c);
        }
        return plain.isEmpty() ? "see the pages of " + zone : plain.toString();
    }
}
