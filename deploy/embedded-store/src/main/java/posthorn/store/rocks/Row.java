package posthorn.store.rocks;

import org.bson.RawBsonDocument;

/**
 * A stored document.
 *
 * @param id its encoded {@code _id}
 * @param document the document as it is stored
 */
public record Row(byte[] id, RawBsonDocument document) {
    static Row of(byte[] id, byte[] document) {
        return new Row(id, new RawBsonDocument(document));
    }
}
