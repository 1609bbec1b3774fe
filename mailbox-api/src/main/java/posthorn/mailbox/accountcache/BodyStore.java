package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.log.Bodies;

/** Bodies that can also be read. */
public interface BodyStore extends Bodies {

    /**
     * The octets of a body, as they are asked for.
     *
     * @param offset of the first one
     * @param length how many; 0: to the end
     * @return fails with {@link java.util.NoSuchElementException} when there is no such body
     */
    Multi<ByteBuffer> read(String account, String name, long offset, long length);

    /** Octets of the longest body that {@link #small} reads. */
    int SMALL = 64 * 1024;

    /**
     * Whole bodies, in one read.
     *
     * @return by name; without those that there are not or that are longer than {@link #SMALL}
     */
    CompletionStage<Map<String, ByteBuffer>> small(String account, Collection<String> names);

    /** Octets of the longest message whose header is not kept apart from the rest. */
    int HEADER_APART = 8 * 1024;

    /**
     * Headers of messages, their empty line included, without the rest, in one read.
     *
     * @return by name; without those whose header is not kept apart, because the message has no
     *     more than {@link #HEADER_APART} octets, its header is longer than {@link #SMALL}, or it
     *     was stored before headers were
     */
    CompletionStage<Map<String, ByteBuffer>> headers(String account, Collection<String> names);
}
