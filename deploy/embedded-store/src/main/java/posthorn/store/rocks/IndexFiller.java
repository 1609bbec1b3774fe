package posthorn.store.rocks;

import java.util.Arrays;
import org.rocksdb.RocksIterator;
import posthorn.store.bson.KeyEncoder;

/**
 * Fills a new index from the documents of its collection, in batches, so that memory stays bounded.
 * Until the catalog names the index nobody reads it; what a killed process leaves behind lies under
 * a number that is never used again.
 */
final class IndexFiller {
    private static final int BATCH_BYTES = 1 << 20;

    private final StoredCollection collection;
    private final Storage storage;
    private IndexDefinition index;

    IndexFiller(StoredCollection collection, Storage storage, IndexDefinition index) {
        this.collection = collection;
        this.storage = storage;
        this.index = index;
    }

    /** The definition of the filled index. */
    IndexDefinition fill() {
        byte[] start = collection.documentKey(new byte[0]);
        KeyRange all = new KeyRange(start, KeyEncoder.successor(start), false);
        try (ReadView view = storage.snapshot();
                RocksIterator documents = view.iterator(Family.DOCUMENTS);
                WriteSet writes = new WriteSet(storage)) {
            for (documents.seek(start); documents.isValid(); documents.next()) {
                byte[] key = documents.key();
                if (!all.contains(key)) {
                    break;
                }
                byte[] id = Arrays.copyOfRange(key, start.length, key.length);
                add(Row.of(id, documents.value()), writes);
                if (writes.bytes() > BATCH_BYTES) {
                    writes.commit();
                }
            }
            ReadView.check(documents);
            writes.commit();
        }
        return index;
    }

    private void add(Row row, WriteSet writes) {
        IndexDefinition.Entries entries = index.entries(row.document(), row.id());
        index = index.withArrays(entries.arrays());
        for (IndexDefinition.Entry entry : entries.list()) {
            if (index.unique() && writes.get(Family.INDEXES, entry.key()) != null) {
                discard();
                throw collection.duplicate(index, index.keyValue(entry));
            }
            writes.put(Family.INDEXES, entry.key(), row.id());
        }
    }

    private void discard() {
        try (WriteSet writes = new WriteSet(storage)) {
            storage.deleteRange(writes.batch(), Family.INDEXES, index.prefix(), index.end());
            writes.commit();
        }
    }
}
