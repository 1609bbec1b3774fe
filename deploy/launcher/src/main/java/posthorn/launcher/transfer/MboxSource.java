package posthorn.launcher.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of mbox: one, or all below a directory, as {@link MboxSink} writes them, Dovecot or
 * Thunderbird. A message begins at a line {@code From } behind an empty one.
 */
public final class MboxSource implements MailSource {

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final String mailbox;
    private final Map<String, Path> files = new TreeMap<>();

    /**
     * A source.
     *
     * @param path file or directory
     * @param mailbox where the messages of a single file belong
     */
    public MboxSource(Path path, String mailbox) {
        this.path = path;
        this.mailbox = mailbox;
    }

    @Override
    public List<Folder> folders() throws IOException {
        files.clear();
        if (Files.isRegularFile(path)) {
            Folder one = new Folder(mailbox, "", true);
            files.put(one.path(), path);
            return List.of(one);
        }
        List<Folder> folders = new ArrayList<>();
        if (Files.exists(path.resolve(MboxSink.MAILBOXES))) {
            for (Folder folder : MboxSink.mailboxes(path)) {
                files.put(folder.path(), MboxSink.file(path, folder.path()));
                folders.add(folder);
            }
            return folders;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (isMbox(file)) {
                    Folder folder = new Folder(name(path.relativize(file)), "", true);
                    files.put(folder.path(), file);
                    folders.add(folder);
                }
            }
        }
        folders.sort(
                Comparator.comparing((Folder folder) -> !folder.path().equals(Folder.INBOX))
                        .thenComparing(Folder::path));
        return folders;
    }

    private static boolean isMbox(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(FROM.length), FROM);
        }
    }

    /** Thunderbird keeps what is below {@code Lists} in {@code Lists.sbd}. */
    private static String name(Path file) {
        List<String> levels = new ArrayList<>();
        for (Path level : file) {
            String name = level.toString();
            for (String suffix : List.of(MboxSink.SUFFIX, ".sbd")) {
                name =
                        name.endsWith(suffix)
                                ? name.substring(0, name.length() - suffix.length())
                                : name;
            }
            try {
                name = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException plain) {
                // A percent sign that stands for itself.
            }
            levels.add(name);
        }
        return String.join("/", levels);
    }

    @Override
    public void read(Folder folder, Receiver receiver) throws IOException {
        Path file = files.get(folder.path());
        if (file == null || !Files.exists(file)) {
            return;
        }
        try (Cutter cutter = new Cutter(file)) {
            MboxMessage message = cutter.next();
            while (message != null) {
                MboxMessage one = message;
                receiver.message(one.facts(), one::open);
                message = cutter.next();
            }
        }
    }

    /** Finds where messages begin, without keeping any of them. */
    private static final class Cutter implements AutoCloseable {
        private final Path file;
        private final InputStream in;
        private long at;
        private long begin = -1;
        private int number;

        Cutter(Path file) throws IOException {
            this.file = file;
            this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        /** The next message; null: there are no more. */
        @Nullable MboxMessage next() throws IOException {
            boolean afterEmpty = begin < 0;
            while (true) {
                long start = at;
                Line line = line();
                if (line == Line.END) {
                    return begin < 0 || begin == start ? null : message(start, -1);
                }
                if (line == Line.FROM && afterEmpty) {
                    if (begin >= 0) {
                        return message(start, start);
                    }
                    begin = start;
                }
                afterEmpty = line == Line.EMPTY;
            }
        }

        private MboxMessage message(long end, long nextBegin) throws IOException {
            MboxMessage message = MboxMessage.read(file, begin, end, ++number);
            begin = nextBegin < 0 ? end : nextBegin;
            return message;
        }

        private enum Line {
            FROM,
            EMPTY,
            OTHER,
            END
        }

        private Line line() throws IOException {
            int length = 0;
            int matched = 0;
            boolean empty = true;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                at++;
                if (octet == '\n') {
                    return kind(matched, empty);
                }
                if (length == matched && matched < FROM.length && octet == FROM[matched]) {
                    matched++;
                }
                empty &= octet == '\r';
                length++;
            }
            return length == 0 ? Line.END : kind(matched, empty);
        }

        private static Line kind(int matched, boolean empty) {
            if (matched == FROM.length) {
                return Line.FROM;
            }
            return empty ? Line.EMPTY : Line.OTHER;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
