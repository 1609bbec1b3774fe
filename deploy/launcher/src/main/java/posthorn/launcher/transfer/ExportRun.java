package posthorn.launcher.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Carries all of an account to files. Repeated, it adds what is missing there and takes nothing
 * away.
 */
public final class ExportRun {

    private final MailAccount account;
    private final MailSink sink;
    private final Report report;
    private final boolean dry;

    /**
     * A run.
     *
     * @param dry nothing is written
     */
    public ExportRun(MailAccount account, MailSink sink, Report report, boolean dry) {
        this.account = account;
        this.sink = sink;
        this.report = report;
        this.dry = dry;
    }

    /**
     * Does it; what went wrong with single messages stands in the report.
     *
     * @throws TransferStopped when the account gives no answer any more, or files cannot be written
     */
    public void run() {
        for (MailAccount.Box box : account.boxes()) {
            report.begin(box.folder().path());
            List<MailAccount.Message> messages = messages(box.id());
            if (dry) {
                messages.forEach(each -> report.carried(each.size()));
                continue;
            }
            try (MailSink.Box to = sink.open(box.folder(), box.id())) {
                for (MailAccount.Message message : messages) {
                    carry(box.id(), message, to);
                }
            } catch (IOException e) {
                throw new TransferStopped(
                        box.folder().path()
                                + " cannot be written ("
                                + e.getMessage()
                                + "). Make room or mend it, and run the same again: it goes on where"
                                + " it stopped.");
            }
        }
    }

    private void carry(String box, MailAccount.Message message, MailSink.Box to)
            throws IOException {
        if (to.has(message.uid(), message.facts(), message.size())) {
            report.wasThere();
            return;
        }
        Letter letter;
        try (InputStream in = account.octets(box, message.uid())) {
            letter = Letter.read(in);
        } catch (IOException e) {
            // Whoever goes on behind it would not come back to it.
            throw new TransferStopped(
                    message.facts().name()
                            + " could not be read ("
                            + e.getMessage()
                            + "). Run the same again: it goes on where it stopped.");
        } catch (MailAccount.Refused gone) {
            report.failed(message.facts().name(), String.valueOf(gone.getMessage()));
            return;
        }
        try (letter) {
            to.add(message.uid(), message.facts(), letter);
            report.carried(letter.size());
        }
    }

    /** Oldest first: the account lists the newest first. */
    private List<MailAccount.Message> messages(String box) {
        List<MailAccount.Message> all = new ArrayList<>();
        String cursor = "";
        do {
            MailAccount.Page page = account.page(box, cursor);
            // Without their Message-IDs, which nobody needs here.
            page.messages()
                    .forEach(each ->
                            all.add(
                                    new MailAccount.Message(
                                            each.uid(), each.facts(), "", each.size())));
            cursor = page.next();
        } while (!cursor.isEmpty());
        Collections.reverse(all);
        return all;
    }
}
