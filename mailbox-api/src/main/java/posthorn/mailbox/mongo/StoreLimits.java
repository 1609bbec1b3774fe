package posthorn.mailbox.mongo;

/**
 * What a collection may have under way and keep in memory.
 *
 * @param insertsAtOnce shared inserts that may be under way
 * @param insertsAloneAtOnce inserts of accounts without an answer that may be under way
 * @param insertsWaiting documents that may wait for one
 * @param keptChunkOctets octets of chunks that are kept while somebody reads them piece by piece
 */
public record StoreLimits(
        int insertsAtOnce, int insertsAloneAtOnce, int insertsWaiting, long keptChunkOctets) {}
