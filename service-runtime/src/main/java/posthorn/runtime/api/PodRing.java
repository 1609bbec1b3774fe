package posthorn.runtime.api;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Rendezvous hashing: every caller that knows the same pods sends an account to the same one, and
 * when a pod goes only its own accounts move. Nothing rests on it but speed: any pod may serve any
 * account.
 */
final class PodRing {

    private PodRing() {}

    /** The pods in the order in which {@code account} prefers them. */
    static List<String> preference(String account, Collection<String> pods) {
        return pods.stream()
                .sorted(
                        Comparator.comparingLong((String pod) -> weight(account, pod))
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static long weight(String account, String pod) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (account + '\n' + pod).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ (hash >>> 33)) >>> 1;
    }
}
