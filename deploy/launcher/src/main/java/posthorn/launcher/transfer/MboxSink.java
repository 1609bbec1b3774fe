package posthorn.launcher.transfer;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Files of mboxrd, one for each mailbox, {@code Lists/java.mbox} for {@code Lists/java}. Beside
 * each stands how far it has come, so that a repeated run goes on there; {@code mailboxes} has what
 * is known of the mailboxes.
 */
public final class MboxSink implements MailSink {

    static final String SUFFIX = ".mbox";
    static final String MAILBOXES = "mailboxes";
    private static final int SAVED_EVERY = 200;
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path root;
    private final List<String> mailboxes = new ArrayList<>();

    /** Below a directory; made when it is missing. */
    public MboxSink(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(
                root,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * File of a mailbox: what a file system or a shell may take for something else is hexadecimal.
     */
    static Path file(Path root, String path) {
        Path file = root;
        String[] levels = path.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            StringBuilder name = new StringBuilder();
            for (byte octet : levels[i].getBytes(StandardCharsets.UTF_8)) {
                boolean plain =
                        (octet >= '0' && octet <= '9')
                                || (octet >= 'A' && octet <= 'Z')
                                || (octet >= 'a' && octet <= 'z')
                                || octet == '-'
                                || octet == '_'
                                || octet == ' '
                                || octet < 0;
                if (plain) {
                    name.append((char) (octet & 0xff));
                } else {
                    name.append(String.format(Locale.ROOT, "%%%02X", octet));
                }
            }
            String decoded =
                    new String(
                            name.toString().getBytes(StandardCharsets.ISO_8859_1),
                            StandardCharsets.UTF_8);
            file = file.resolve(i == levels.length - 1 ? decoded + SUFFIX : decoded);
        }
        return file;
    }

    @Override
    public Box open(Folder folder, String id) throws IOException {
        mailboxes.add(
                (folder.subscribed() ? "subscribed" : "hidden")
                        + "\t"
                        + folder.specialUse()
                        + "\t"
                        + folder.path());
        Path file = file(root, folder.path());
        Files.createDirectories(file.getParent());
        return new File(file, id);
    }

    @Override
    public void close() throws IOException {
        Path part = root.resolve(MAILBOXES + ".part");
        Files.write(part, mailboxes, StandardCharsets.UTF_8);
        Files.move(part, root.resolve(MAILBOXES), StandardCopyOption.ATOMIC_MOVE);
    }

    private static final class File implements Box {
        private final Path state;
        private final String id;
        private final FileChannel channel;
        private final OutputStream out;
        private long last;
        private long unsaved;

        /** A message was begun and is not whole: what is known of the file is as it was before. */
        private boolean cut;

        File(Path file, String id) throws IOException {
            this.state = file.resolveSibling(file.getFileName() + ".state");
            this.id = id;
            refuseOthers(file);
            this.channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            long length = resume(file);
            channel.truncate(length);
            channel.position(length);
            this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            save();
        }

        /** What no run of ours has begun is not overwritten. */
        private void refuseOthers(Path file) throws IOException {
            if (!Files.exists(state) && Files.exists(file) && Files.size(file) > 0) {
                throw new IOException(file + " is there already: use another directory");
            }
        }

        /** Where an earlier run of the same mailbox stopped. */
        private long resume(Path file) throws IOException {
            if (!Files.exists(state)) {
                return 0;
            }
            String[] said = Files.readString(state).strip().split(" ", -1);
            if (said.length != 3 || !said[0].equals(id)) {
                throw new IOException(file + " is of another mailbox: use another directory");
            }
            last = Long.parseLong(said[1]);
            return Math.min(channel.size(), Long.parseLong(said[2]));
        }

        @Override
        public boolean has(long uid, MessageFacts facts, long size) {
            return uid <= last;
        }

        @Override
        public void add(long uid, MessageFacts facts, Letter letter) throws IOException {
            cut = true;
            StringBuilder head = new StringBuilder("From MAILER-DAEMON ");
            head.append(ASCTIME.format(facts.received())).append('\n');
            List<String> fields = MboxFields.lines(facts.flags());
            head.append(MboxFields.OURS).append(": ").append(letter.lineEnds());
            head.append(' ').append(letter.size()).append(' ').append(fields.size());
            head.append('\n');
            fields.forEach(line -> head.append(line).append('\n'));
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            try (InputStream in = letter.open()) {
                body(in, letter.lineEnds());
            }
            cut = false;
            last = uid;
            if (++unsaved >= SAVED_EVERY) {
                save();
            }
        }

        /** One more LF than the message has, and an empty line. */
        private void body(InputStream in, Letter.LineEnds ends) throws IOException {
            Quoting quoting = new Quoting(out);
            in.transferTo(ends == Letter.LineEnds.CRLF ? new LfOutput(quoting) : quoting);
            quoting.give();
            out.write('\n');
            out.write('\n');
        }

        private void save() throws IOException {
            out.flush();
            channel.force(false);
            Path part = state.resolveSibling(state.getFileName() + ".part");
            Files.writeString(part, id + " " + last + " " + channel.position() + "\n");
            Files.move(part, state, StandardCopyOption.ATOMIC_MOVE);
            unsaved = 0;
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                if (!cut) {
                    save();
                }
            }
        }
    }

    /** Puts {@code >} before lines of {@code >*From }. */
    private static final class Quoting extends OutputStream {
        private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

        private final OutputStream out;
        private int quotes;
        private int matched;
        private boolean atStart = true;

        Quoting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            if (!atStart) {
                out.write(octet);
            } else if (octet == '>' && matched == 0) {
                quotes++;
                return;
            } else if (octet == FROM[matched]) {
                matched++;
                if (matched < FROM.length) {
                    return;
                }
                quotes++;
                give();
            } else {
                give();
                out.write(octet);
            }
            atStart = octet == '\n';
        }

        /** Writes what was held back. */
        void give() throws IOException {
            for (int i = 0; i < quotes; i++) {
                out.write('>');
            }
            out.write(FROM, 0, matched);
            quotes = 0;
            matched = 0;
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                write(octets[i]);
            }
        }
    }

    /** Lines of {@code mailboxes}: shown or not, special use, path. */
    static List<Folder> mailboxes(Path root) throws IOException {
        List<Folder> folders = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(root.resolve(MAILBOXES)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", 3);
                if (parts.length == 3) {
                    folders.add(new Folder(parts[2], parts[1], parts[0].equals("subscribed")));
                }
            }
        }
        return folders;
    }
}
