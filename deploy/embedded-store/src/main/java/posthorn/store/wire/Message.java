package posthorn.store.wire;

import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/**
 * A message of a client.
 *
 * @param requestId the number under which the answer goes back
 * @param legacy whether it came as {@code OP_QUERY}, as a driver's first message does
 * @param unanswered whether the client wants no answer ({@code moreToCome})
 * @param body the command document
 * @param sequences lists of documents that came beside it, by name
 */
record Message(
        int requestId,
        boolean legacy,
        boolean unanswered,
        BsonDocument body,
        Map<String, List<BsonDocument>> sequences) {}
