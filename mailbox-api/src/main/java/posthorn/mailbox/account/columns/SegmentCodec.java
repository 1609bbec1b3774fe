package posthorn.mailbox.account.columns;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import posthorn.mailbox.account.Facts;

/**
 * The parts of segments as octets. Each begins with the number of its format, 1: columns one after
 * another, UIDs, dates and mod-sequences as differences. Facts are deflated as a whole.
 */
public final class SegmentCodec {
    private static final int FORMAT = 1;

    private SegmentCodec() {}

    /** Octets of message columns. */
    public static byte[] encode(MessageColumns rows) {
        var out = new Packer().number(FORMAT).number(rows.count());
        long last = 0;
        for (int i = 0; i < rows.count(); i++) {
            out.number(rows.uid(i) - last);
            last = rows.uid(i);
        }
        for (long size : rows.sizes()) {
            out.number(size);
        }
        differences(out, rows.dates());
        last = 0;
        for (int end : rows.bodies().ends()) {
            out.number(end - last);
            last = end;
        }
        return out.bytes(rows.bodies().data()).toBytes();
    }

    /** Octets of flag columns. */
    public static byte[] encode(FlagColumns flagColumns) {
        var out = new Packer().number(FORMAT).number(flagColumns.flags().length);
        for (long flags : flagColumns.flags()) {
            // The sign says GONE: turned to the lowest bit, to stay short.
            out.number(Long.rotateLeft(flags, 1));
        }
        differences(out, flagColumns.modSeqs());
        return out.toBytes();
    }

    /** Octets of facts. */
    public static byte[] encode(FactsBlock facts) {
        var plain = new Packer();
        for (int i = 0; i < facts.count(); i++) {
            plain.bytes(facts.get(i).bytes());
        }
        var bytes = plain.toBytes();
        return new Packer()
                .number(FORMAT)
                .number(facts.count())
                .number(bytes.length)
                .bytes(deflated(bytes))
                .toBytes();
    }

    /** Message columns of the octets. */
    public static MessageColumns columns(byte[] content) {
        var in = opened(content);
        int count = in.count();
        var uids = new int[count];
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += in.number();
            uids[i] = (int) last;
        }
        var sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = in.number();
        }
        var dates = differences(in, count);
        var ends = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            end += in.count();
            ends[i] = end;
        }
        return new MessageColumns(uids, TextColumn.of(in.bytes(), ends), sizes, dates);
    }

    static FlagColumns flagColumns(byte[] content) {
        var in = opened(content);
        int count = in.count();
        var flags = new long[count];
        for (int i = 0; i < count; i++) {
            flags[i] = Long.rotateRight(in.number(), 1);
        }
        return new FlagColumns(flags, differences(in, count));
    }

    static FactsBlock facts(byte[] content) {
        var in = opened(content);
        var facts = new Facts[in.count()];
        int length = in.count();
        var plain = new Unpacker(inflated(in.bytes(), length));
        for (int i = 0; i < facts.length; i++) {
            facts[i] = Facts.of(plain.bytes());
        }
        return FactsBlock.of(facts);
    }

    private static Unpacker opened(byte[] content) {
        var in = new Unpacker(content);
        long format = in.number();
        if (format != FORMAT) {
            throw new IllegalStateException("Segment of format " + format);
        }
        return in;
    }

    private static void differences(Packer out, long[] values) {
        long last = 0;
        for (long value : values) {
            out.signed(value - last);
            last = value;
        }
    }

    private static long[] differences(Unpacker in, int count) {
        var values = new long[count];
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += in.signed();
            values[i] = last;
        }
        return values;
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var packed = new byte[plain.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == packed.length) {
                    packed = Arrays.copyOf(packed, 2 * length);
                }
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] packed, int length) {
        var inflater = new Inflater();
        try {
            inflater.setInput(packed);
            var plain = new byte[length];
            int at = 0;
            while (at < length) {
                int got = inflater.inflate(plain, at, length - at);
                if (got == 0) {
                    throw new IllegalStateException("Facts end too early");
                }
                at += got;
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalStateException("Facts cannot be unpacked", e);
        } finally {
            inflater.end();
        }
    }
}
