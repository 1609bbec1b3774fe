package posthorn.mailbox.account.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Short ASCII texts, one after another in one array. Immutable. */
public final class TextColumn {
    static final TextColumn EMPTY = new TextColumn(new byte[0], new int[0]);

    private final byte[] data;

    /** Where each text ends. */
    private final int[] ends;

    private TextColumn(byte[] data, int[] ends) {
        this.data = data;
        this.ends = ends;
    }

    static TextColumn of(byte[] data, int[] ends) {
        return new TextColumn(data, ends);
    }

    /** Number of texts. */
    public int size() {
        return ends.length;
    }

    /** The i-th text, counted from 0. */
    public String get(int i) {
        int start = i == 0 ? 0 : ends[i - 1];
        return new String(data, start, ends[i] - start, StandardCharsets.ISO_8859_1);
    }

    TextColumn append(String[] texts) {
        int length = data.length;
        var newEnds = Arrays.copyOf(ends, ends.length + texts.length);
        for (int i = 0; i < texts.length; i++) {
            length += texts[i].length();
            newEnds[ends.length + i] = length;
        }
        var newData = Arrays.copyOf(data, length);
        int at = data.length;
        for (var text : texts) {
            var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, newData, at, bytes.length);
            at += bytes.length;
        }
        return new TextColumn(newData, newEnds);
    }

    byte[] data() {
        return data;
    }

    int[] ends() {
        return ends;
    }
}
