package posthorn.launcher.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Maildir with the folders of Maildir++. The date of a message is that of the last change of its
 * file, as Dovecot has it; a message whose lines all end in LF gets CRLF.
 */
public final class MaildirSource implements MailSource {

    private final Path root;
    private final Map<String, Path> directories = new TreeMap<>();

    /** Below a directory that has {@code cur} in it. */
    public MaildirSource(Path root) {
        this.root = root;
    }

    @Override
    public List<Folder> folders() throws IOException {
        if (!Files.isDirectory(root.resolve("cur"))) {
            throw new IOException(root + " is no Maildir: there is no 'cur' in it");
        }
        directories.clear();
        directories.put(Folder.INBOX, root);
        try (Stream<Path> all = Files.list(root)) {
            for (Path each : all.filter(MaildirSource::isFolder).toList()) {
                directories.put(MaildirNames.path(each.getFileName().toString()), each);
            }
        }
        Set<String> subscribed = MaildirFiles.subscriptions(root);
        Map<String, String> uses = MaildirFiles.specialUses(root);
        List<Folder> folders = new ArrayList<>();
        for (String path : directories.keySet()) {
            boolean shown = path.equals(Folder.INBOX) || subscribed.contains(path);
            folders.add(new Folder(path, uses.getOrDefault(path, ""), shown));
        }
        folders.sort(
                Comparator.comparing((Folder folder) -> !folder.path().equals(Folder.INBOX))
                        .thenComparing(Folder::path));
        return folders;
    }

    private static boolean isFolder(Path each) {
        String name = each.getFileName().toString();
        return name.startsWith(".")
                && !name.equals(".")
                && !name.equals("..")
                && Files.isDirectory(each.resolve("cur"));
    }

    @Override
    public void read(Folder folder, Receiver receiver) throws IOException {
        Path directory = directories.get(folder.path());
        if (directory == null) {
            return;
        }
        List<String> keywords = MaildirFiles.keywords(directory);
        List<String> names = new ArrayList<>();
        for (String part : List.of("cur", "new")) {
            Path messages = directory.resolve(part);
            if (Files.isDirectory(messages)) {
                try (Stream<Path> all = Files.list(messages)) {
                    all.filter(Files::isRegularFile)
                            .map(file -> part + "/" + file.getFileName())
                            .filter(name -> !name.startsWith(part + "/."))
                            .forEach(names::add);
                }
            }
        }
        // Names begin with the time of delivery.
        names.sort(Comparator.comparing(name -> name.substring(name.indexOf('/') + 1)));
        for (String name : names) {
            message(directory.resolve(name), name, keywords, receiver);
        }
    }

    private static void message(Path file, String name, List<String> keywords, Receiver receiver) {
        Instant received;
        try {
            received = Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            receiver.unreadable(name, "it is gone");
            return;
        }
        receiver.message(
                new MessageFacts(name, received, MaildirNames.flags(name, keywords)),
                () -> octets(file));
    }

    private static InputStream octets(Path file) throws IOException {
        boolean bare;
        try (Letter letter = Letter.read(new BufferedInputStream(Files.newInputStream(file)))) {
            bare = letter.lineEnds() == Letter.LineEnds.LF;
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return bare ? new CrlfInput(in) : in;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
