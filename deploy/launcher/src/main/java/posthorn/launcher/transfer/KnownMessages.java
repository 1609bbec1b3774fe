package posthorn.launcher.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The messages that a mailbox holds, by Message-ID, size and the second of their arrival; eight
 * octets of memory for each. A message that is there twice counts twice.
 */
final class KnownMessages {

    private long[] marks = new long[1024];
    private int count;
    private boolean sorted;
    private final Map<Long, Integer> taken = new HashMap<>();
    private final Map<Long, Integer> seen = new HashMap<>();

    void add(String messageId, long size, Instant received) {
        if (count == marks.length) {
            marks = Arrays.copyOf(marks, count * 2);
        }
        marks[count++] = mark(messageId, size, received);
    }

    /** How often a message like this came before in its source; it counts from now on. */
    int again(String messageId, long size, Instant received) {
        return seen.merge(mark(messageId, size, received), 1, Integer::sum) - 1;
    }

    /** Whether there is one like this that stands for no other message of the source yet. */
    boolean take(String messageId, long size, Instant received) {
        if (!sorted) {
            marks = Arrays.copyOf(marks, count);
            Arrays.sort(marks);
            sorted = true;
        }
        long mark = mark(messageId, size, received);
        int found = Arrays.binarySearch(marks, mark);
        if (found < 0) {
            return false;
        }
        int first = found;
        while (first > 0 && marks[first - 1] == mark) {
            first--;
        }
        int last = found;
        while (last + 1 < marks.length && marks[last + 1] == mark) {
            last++;
        }
        int used = taken.getOrDefault(mark, 0);
        if (used > last - first) {
            return false;
        }
        taken.put(mark, used + 1);
        return true;
    }

    private static long mark(String messageId, long size, Instant received) {
        String text = messageId + "\n" + size + "\n" + received.getEpochSecond();
        byte[] digest = sha256(text);
        long mark = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            mark = mark << 8 | (digest[i] & 0xff);
        }
        return mark;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
