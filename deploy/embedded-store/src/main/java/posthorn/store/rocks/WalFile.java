package posthorn.store.rocks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of RocksDB's log and goes on behind whatever is damaged.
 *
 * <pre>
 * file     = *block
 * block    = *fragment [ zeros ]                          ; 32 KiB, the last one may be shorter
 * fragment = checksum(4) length(2) type(1) *OCTET         ; numbers are little-endian
 * </pre>
 *
 * A record is one fragment of type FULL, or FIRST, any number of MIDDLE, and LAST. The checksum is
 * the masked CRC-32C of the type and the octets after it. Other types hold no writes.
 */
final class WalFile {
    private static final int BLOCK = 32 * 1024;
    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;

    private final Consumer<WalRecord> records;
    private final Runnable damage;
    private @Nullable ByteArrayOutputStream begun;

    private WalFile(Consumer<WalRecord> records, Runnable damage) {
        this.records = records;
        this.damage = damage;
    }

    /**
     * Gives each whole record of a file, in order.
     *
     * @param damage run where octets are no fragment; once or more often for each such place
     */
    static void read(Path file, Consumer<WalRecord> records, Runnable damage) throws IOException {
        WalFile reader = new WalFile(records, damage);
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] block = in.readNBytes(BLOCK);
                    block.length > 0;
                    block = in.readNBytes(BLOCK)) {
                reader.block(block);
            }
        }
    }

    private void block(byte[] bytes) {
        ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (block.remaining() >= HEADER) {
            int checksum = block.getInt();
            int length = Short.toUnsignedInt(block.getShort());
            int start = block.position();
            if (1 + length > block.remaining()) {
                damaged();
                return;
            }
            int type = block.get();
            byte[] octets = new byte[length];
            block.get(octets);
            if (checksum == masked(bytes, start, 1 + length)) {
                fragment(type, octets);
            } else {
                damaged();
            }
        }
    }

    private void damaged() {
        begun = null;
        damage.run();
    }

    private static int masked(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }

    private void fragment(int type, byte[] octets) {
        ByteArrayOutputStream open = begun;
        switch (type) {
            case FULL -> {
                begun = null;
                record(octets);
            }
            case FIRST -> {
                begun = new ByteArrayOutputStream();
                begun.writeBytes(octets);
            }
            case MIDDLE -> {
                if (open != null) {
                    open.writeBytes(octets);
                }
            }
            case LAST -> {
                begun = null;
                if (open != null) {
                    open.writeBytes(octets);
                    record(open.toByteArray());
                }
            }
            default -> {
                // What RocksDB notes about the file itself.
            }
        }
    }

    private void record(byte[] batch) {
        WalRecord record = WalRecord.of(batch);
        if (record != null) {
            records.accept(record);
        }
    }
}
