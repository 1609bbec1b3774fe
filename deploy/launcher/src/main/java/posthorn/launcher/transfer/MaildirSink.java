package posthorn.launcher.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A Maildir with the folders of Maildir++, as Dovecot reads it. Lines end in LF, unless a message
 * has others than CRLF. A message has the same name each time, so that a repeated run finds it, and
 * gives it the flags that it has now.
 */
public final class MaildirSink implements MailSink {

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final Set<String> subscribed = new TreeSet<>();
    private final TreeMap<String, String> uses = new TreeMap<>();

    /** Below a directory; made when it is missing. */
    public MaildirSink(Path root) throws IOException {
        this.root = root;
        folders(root);
    }

    private static void folders(Path directory) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(directory.resolve(part), PRIVATE);
        }
    }

    @Override
    public Box open(Folder folder, String id) throws IOException {
        boolean inbox = folder.path().equals(Folder.INBOX);
        Path directory = inbox ? root : root.resolve(MaildirNames.directory(folder.path()));
        folders(directory);
        if (!inbox && !Files.exists(directory.resolve("maildirfolder"))) {
            Files.createFile(directory.resolve("maildirfolder"));
        }
        if (folder.subscribed()) {
            subscribed.add(folder.path());
        }
        if (!folder.specialUse().isEmpty() && !inbox) {
            uses.put(folder.path(), folder.specialUse());
        }
        return new Messages(directory, id);
    }

    @Override
    public void close() throws IOException {
        MaildirFiles.subscriptions(root, subscribed);
        MaildirFiles.specialUses(root, uses);
    }

    private static final class Messages implements Box {
        private final Path directory;
        private final String id;
        private final List<String> keywords;
        private final Map<String, String> there = new HashMap<>();

        Messages(Path directory, String id) throws IOException {
            this.directory = directory;
            this.id = id;
            this.keywords = MaildirFiles.keywords(directory);
            try (Stream<Path> all = Files.list(directory.resolve("cur"))) {
                all.map(file -> file.getFileName().toString())
                        .forEach(name -> there.put(MaildirNames.base(name), name));
            }
        }

        private String base(long uid, MessageFacts facts, long size) {
            return String.format(
                    Locale.ROOT,
                    "%d.M%sU%dV%d.posthorn",
                    facts.received().getEpochSecond(),
                    id,
                    uid,
                    size);
        }

        @Override
        public boolean has(long uid, MessageFacts facts, long size) throws IOException {
            String base = base(uid, facts, size);
            String name = there.get(base);
            if (name == null) {
                return false;
            }
            String now = base + MaildirNames.INFO + MaildirNames.letters(facts.flags(), keywords);
            if (!now.equals(name)) {
                Path cur = directory.resolve("cur");
                Files.move(cur.resolve(name), cur.resolve(now), StandardCopyOption.ATOMIC_MOVE);
                there.put(base, now);
            }
            return true;
        }

        @Override
        public void add(long uid, MessageFacts facts, Letter letter) throws IOException {
            String base = base(uid, facts, letter.size());
            Path part = directory.resolve("tmp").resolve(base);
            Files.deleteIfExists(part);
            try (InputStream in = letter.open();
                    OutputStream file = new BufferedOutputStream(Files.newOutputStream(part));
                    OutputStream out =
                            letter.lineEnds() == Letter.LineEnds.CRLF ? new LfOutput(file) : file) {
                in.transferTo(out);
            }
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(part, FileTime.from(facts.received()));
            String name = base + MaildirNames.INFO + MaildirNames.letters(facts.flags(), keywords);
            Files.move(
                    part, directory.resolve("cur").resolve(name), StandardCopyOption.ATOMIC_MOVE);
            there.put(base, name);
        }

        @Override
        public void close() throws IOException {
            MaildirFiles.keywords(directory, keywords);
        }
    }
}
