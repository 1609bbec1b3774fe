package posthorn.mailbox.mongo;

import com.mongodb.client.model.IndexOptions;
import java.util.List;
import org.bson.Document;

/**
 * Collections and their indexes, as data. Sharded, {@code account} is the key of entries and
 * manifests; it comes first in every unique index. Names never change: an index that is there is
 * left as it is.
 */
final class Indexes {

    /** Entries of the account logs; {@code _id} is the proposal. */
    static final String ENTRIES = "entries";

    /** Bodies of messages in chunks; {@code _id} is account/number.name/chunk. */
    static final String BODIES = "bodies";

    /**
     * Segments of checkpoints and of large changes, in chunks; {@code _id} is account/name/chunk.
     */
    static final String SEGMENTS = "segments";

    /** One manifest per account; {@code _id} is the account. */
    static final String MANIFESTS = "manifests";

    /** Domains, addresses, and what accounts do with their mail. */
    static final String DIRECTORY = "directory";

    /** Bodies of messages on the way, in chunks; {@code _id} is message/body/chunk. */
    static final String TRANSIT = "transit";

    /** Attempts to sign in; {@code _id} is kind/window/value. */
    static final String SIGN_INS = "signIns";

    /** Recent sign-ins; {@code _id} is account/whether they came in/id. */
    static final String SIGN_IN_JOURNAL = "signInJournal";

    /** What clients did; {@code _id} is event/window/end/subject. */
    static final String CLIENT_EVENTS = "clientEvents";

    /** Hosts that have come before; {@code _id} is kind/network/what. */
    static final String GREYLIST = "greylist";

    /** Sessions over HTTP; {@code _id} is a digest of the token. */
    static final String SESSIONS = "sessions";

    /** Senders that were answered lately; {@code _id} is account/digest of the sender. */
    static final String REPLIES = "replies";

    /** Tests of accounts' mail; {@code _id} is the account. */
    static final String DELIVERY_TESTS = "deliveryTests";

    /** Certificates of hosted names; {@code _id} is kind/name, id or token. */
    static final String CERTIFICATES = "certificates";

    /** One index; its keys ascend. */
    record Index(String collection, List<String> fields, boolean unique) {

        Document keys() {
            Document keys = new Document();
            fields.forEach(field -> keys.append(field, 1));
            return keys;
        }

        IndexOptions options() {
            return new IndexOptions().name(String.join("_", fields)).unique(unique);
        }
    }

    /** All of them, besides the one on {@code _id} that every collection has. */
    static final List<Index> ALL =
            List.of(
                    new Index(ENTRIES, List.of("account", "n"), true),
                    new Index(ENTRIES, List.of("account", "keys"), true),
                    new Index(SIGN_INS, List.of("until"), false),
                    new Index(SIGN_INS, List.of("good"), false),
                    new Index(SIGN_IN_JOURNAL, List.of("last"), false),
                    new Index(CLIENT_EVENTS, List.of("until"), false),
                    new Index(GREYLIST, List.of("until"), false),
                    new Index(SESSIONS, List.of("owner", "created"), false),
                    new Index(SESSIONS, List.of("until"), false),
                    new Index(DELIVERY_TESTS, List.of("started"), false),
                    new Index(REPLIES, List.of("until"), false),
                    new Index(TRANSIT, List.of("chunk", "stored"), false),
                    new Index(DIRECTORY, List.of("kind", "domain", "created"), false),
                    new Index(DIRECTORY, List.of("account"), false),
                    new Index(DIRECTORY, List.of("settled"), false));

    private Indexes() {}
}
