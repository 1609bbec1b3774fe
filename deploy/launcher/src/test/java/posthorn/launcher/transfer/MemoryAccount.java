package posthorn.launcher.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An account in memory, with pages of two messages, that can fail in the middle. */
final class MemoryAccount implements MailAccount {

    /** A message as it is there. */
    record Stored(long uid, MessageFacts facts, String messageId, String octets, String key) {}

    private final Map<String, Folder> folders = new LinkedHashMap<>();
    private final Map<String, List<Stored>> messages = new HashMap<>();
    private int ids;
    private int appendsLeft = Integer.MAX_VALUE;
    private boolean answerLost;
    private int unreadable = -1;

    MemoryAccount() {
        make(new Folder("INBOX", "", true));
        make(new Folder("Sent", "sent", true));
        make(new Folder("Trash", "trash", true));
    }

    private String make(Folder folder) {
        String id = Integer.toString(++ids);
        folders.put(id, folder);
        messages.put(id, new ArrayList<>());
        return id;
    }

    private List<Stored> in(String box) {
        return Objects.requireNonNull(messages.get(box));
    }

    /** Ends after so many appends, the last of which is done and not answered. */
    void dieAfter(int appends, boolean lost) {
        appendsLeft = appends;
        answerLost = lost;
    }

    /** A connection breaks while the octets of a message come, behind those of so many. */
    void breakAfter(int read) {
        unreadable = read;
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection is broken");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    void live() {
        appendsLeft = Integer.MAX_VALUE;
    }

    /** What it holds, by path. */
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new HashMap<>();
        folders.forEach((id, folder) ->
                content.put(
                        folder.path() + " " + folder.specialUse() + " " + folder.subscribed(),
                        in(id).stream()
                                .map(each ->
                                        each.facts().received().getEpochSecond()
                                                + " "
                                                + each.facts().flags().stream().sorted().toList()
                                                + " "
                                                + shown(each.octets()))
                                .toList()));
        return content;
    }

    private static String shown(String octets) {
        return octets.length() < 1000 ? octets : octets.length() + " " + octets.hashCode();
    }

    @Override
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        folders.forEach((id, folder) -> boxes.add(new Box(id, folder, in(id).size())));
        return boxes;
    }

    @Override
    public Page page(String box, String cursor) {
        List<Stored> newestFirst = in(box).reversed();
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        int to = Math.min(newestFirst.size(), from + 2);
        return new Page(
                newestFirst.subList(from, to).stream()
                        .map(each ->
                                new Message(
                                        each.uid(),
                                        each.facts(),
                                        each.messageId(),
                                        each.octets().length()))
                        .toList(),
                to < newestFirst.size() ? Integer.toString(to) : "");
    }

    @Override
    public InputStream octets(String box, long uid) {
        if (unreadable-- == 0) {
            return failing();
        }
        String octets = in(box).get((int) uid - 1).octets();
        return new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String create(Folder folder) {
        return make(new Folder(folder.path(), folder.specialUse(), true));
    }

    @Override
    public void subscribe(String box, boolean subscribed) {
        Folder folder = Objects.requireNonNull(folders.get(box));
        folders.put(box, new Folder(folder.path(), folder.specialUse(), subscribed));
    }

    @Override
    public void rename(String box, String path) {
        Folder folder = Objects.requireNonNull(folders.get(box));
        folders.put(box, new Folder(path, folder.specialUse(), folder.subscribed()));
    }

    @Override
    public void append(String box, String key, MessageFacts facts, Letter letter) {
        boolean dies = --appendsLeft < 0;
        if (dies && !answerLost) {
            throw new TransferStopped("away");
        }
        List<Stored> there = in(box);
        if (there.stream().noneMatch(each -> each.key().equals(key))) {
            try (InputStream in = letter.open()) {
                String octets = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                there.add(new Stored(there.size() + 1, facts, letter.messageId(), octets, key));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (dies) {
            throw new TransferStopped("the answer is lost");
        }
    }

    /** Adds a message that is none of an import. */
    void put(String path, MessageFacts facts, byte[] octets) throws IOException {
        String box =
                folders.entrySet().stream()
                        .filter(each -> each.getValue().path().equals(path))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseGet(() -> make(new Folder(path, "", false)));
        try (Letter letter = Letter.read(new ByteArrayInputStream(octets))) {
            append(box, "put " + ++ids, facts, letter);
        }
    }
}
