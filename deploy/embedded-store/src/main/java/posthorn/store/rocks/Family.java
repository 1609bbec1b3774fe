package posthorn.store.rocks;

import java.nio.charset.StandardCharsets;

/** The column families, in the order in which they are opened. */
enum Family {
    /** What collections and indexes there are; RocksDB's own default family. */
    CATALOG(0, "default"),
    /** The documents, by collection and {@code _id}. */
    DOCUMENTS(1, "documents"),
    /** The entries of all indexes. */
    INDEXES(2, "indexes");

    private final int number;
    private final String familyName;

    Family(int number, String familyName) {
        this.number = number;
        this.familyName = familyName;
    }

    /** Its place among the opened families. */
    int number() {
        return number;
    }

    byte[] nameBytes() {
        return familyName.getBytes(StandardCharsets.UTF_8);
    }
}
