package posthorn.launcher.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries all of a source into an account. Repeated, it adds what is missing: messages that the
 * mailbox holds are known by Message-ID, size and date, and each is sent under a key that follows
 * from mailbox, content and date, so that one that was sent and not answered is added once.
 */
public final class ImportRun {

    private final MailSource source;
    private final MailAccount account;
    private final Report report;
    private final boolean dry;

    /**
     * A run.
     *
     * @param dry nothing is changed
     */
    public ImportRun(MailSource source, MailAccount account, Report report, boolean dry) {
        this.source = source;
        this.account = account;
        this.report = report;
        this.dry = dry;
    }

    /**
     * Does it; what went wrong with single messages stands in the report.
     *
     * @throws TransferStopped when the source or the account gives no answer any more
     */
    public void run() {
        try {
            List<Folder> folders = source.folders();
            for (Folder folder : folders) {
                report.begin(folder.path());
                String box = box(folder, folders);
                if (box != null) {
                    KnownMessages known = known(box);
                    source.read(folder, new Mailbox(folder, box, known));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new TransferStopped(
                    "what is to be imported cannot be read ("
                            + e.getMessage()
                            + "). Mend it and run the same again: it goes on where it stopped.");
        }
    }

    /** Id of the mailbox; empty: it would be made; null: it cannot be. */
    private @Nullable String box(Folder folder, List<Folder> folders) {
        Map<String, MailAccount.Box> byPath = new HashMap<>();
        MailAccount.Box sameUse = null;
        for (MailAccount.Box box : account.boxes()) {
            byPath.put(box.folder().path(), box);
            if (!folder.specialUse().isEmpty()
                    && box.folder().specialUse().equals(folder.specialUse())) {
                sameUse = box;
            }
        }
        MailAccount.Box there = byPath.get(folder.path());
        if (there != null) {
            if (!dry && there.folder().subscribed() != folder.subscribed()) {
                account.subscribe(there.id(), folder.subscribed());
            }
            return there.id();
        }
        return dry ? "" : made(folder, sameUse, folders);
    }

    /** An empty mailbox of the same use that every account has takes the name. */
    private @Nullable String made(
            Folder folder, MailAccount.@Nullable Box sameUse, List<Folder> folders) {
        try {
            if (sameUse != null && sameUse.messages() == 0 && !isNamed(sameUse, folders)) {
                account.rename(sameUse.id(), folder.path());
                account.subscribe(sameUse.id(), folder.subscribed());
                return sameUse.id();
            }
            String use = sameUse == null ? folder.specialUse() : "";
            String id = account.create(new Folder(folder.path(), use, folder.subscribed()));
            account.subscribe(id, folder.subscribed());
            return id;
        } catch (MailAccount.Refused e) {
            report.failed("the mailbox", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static boolean isNamed(MailAccount.Box box, List<Folder> folders) {
        return folders.stream().anyMatch(folder -> folder.path().equals(box.folder().path()));
    }

    private KnownMessages known(String box) {
        KnownMessages known = new KnownMessages();
        if (box.isEmpty()) {
            return known;
        }
        String cursor = "";
        do {
            MailAccount.Page page = account.page(box, cursor);
            page.messages()
                    .forEach(each ->
                            known.add(each.messageId(), each.size(), each.facts().received()));
            cursor = page.next();
        } while (!cursor.isEmpty());
        return known;
    }

    /** Takes the messages of one mailbox. */
    private final class Mailbox implements MailSource.Receiver {
        private final Folder folder;
        private final String box;
        private final KnownMessages known;

        Mailbox(Folder folder, String box, KnownMessages known) {
            this.folder = folder;
            this.box = box;
            this.known = known;
        }

        @Override
        public boolean has(MessageFacts facts, String messageId, long size) {
            boolean there = known.take(messageId, size, facts.received());
            if (there) {
                known.again(messageId, size, facts.received());
                report.wasThere();
            }
            return there;
        }

        @Override
        public void message(MessageFacts facts, MailSource.Octets octets) {
            try (InputStream in = octets.open();
                    Letter letter = Letter.read(in)) {
                String id = letter.messageId();
                if (has(facts, id, letter.size())) {
                    return;
                }
                int again = known.again(id, letter.size(), facts.received());
                if (!dry) {
                    account.append(box, key(letter, facts, again), facts, letter);
                }
                report.carried(letter.size());
            } catch (MailAccount.Refused e) {
                report.failed(facts.name(), String.valueOf(e.getMessage()));
            } catch (IOException | UncheckedIOException e) {
                unreadable(facts.name(), "it cannot be read: " + e.getMessage());
            }
        }

        @Override
        public void unreadable(String name, String why) {
            report.failed(name, why);
        }

        private String key(Letter letter, MessageFacts facts, int again) {
            String text =
                    folder.path()
                            + "\n"
                            + letter.sha256()
                            + "\n"
                            + facts.received().getEpochSecond()
                            + "\n"
                            + again;
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8));
                return "import-" + HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
