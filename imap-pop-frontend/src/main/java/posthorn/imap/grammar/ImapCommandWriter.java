package posthorn.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes a command as a client does: the inverse of {@link ImapCommandParser}. Text beyond ASCII
 * goes into literals that do not wait (RFC 7888), so that the octets are whole.
 */
public final class ImapCommandWriter {

    private final StringBuilder out = new StringBuilder();

    private ImapCommandWriter() {}

    /**
     * Octets of the command with its final CRLF; of APPEND, up to and with the CRLF before the
     * message.
     */
    public static byte[] write(TaggedCommand tagged) {
        ImapCommandWriter writer = new ImapCommandWriter();
        writer.out.append(tagged.tag()).append(' ');
        writer.command(tagged.command());
        return writer.out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void command(ImapCommand command) {
        switch (command) {
            case ImapCommand.Capability c -> out.append("CAPABILITY");
            case ImapCommand.Noop c -> out.append("NOOP");
            case ImapCommand.Logout c -> out.append("LOGOUT");
            case ImapCommand.Id c -> id(c);
            case ImapCommand.StartTls c -> out.append("STARTTLS");
            case ImapCommand.Authenticate c ->
                    out.append("AUTHENTICATE ")
                            .append(c.mechanism())
                            .append(c.initial() == null ? "" : " " + c.initial());
            case ImapCommand.Login c -> {
                out.append("LOGIN ");
                text(c.user());
                out.append(' ');
                text(c.password());
            }
            case ImapCommand.Authenticated c -> authenticated(c);
            case ImapCommand.Selected c -> selected(c);
        }
    }

    private void authenticated(ImapCommand.Authenticated command) {
        switch (command) {
            case ImapCommand.Enable c ->
                    out.append("ENABLE ").append(String.join(" ", c.extensions()));
            case ImapCommand.Select c -> {
                named(c.readOnly() ? "EXAMINE " : "SELECT ", c.mailbox());
                out.append(c.condStore() ? " (CONDSTORE)" : "");
            }
            case ImapCommand.Create c -> {
                named("CREATE ", c.mailbox());
                out.append(c.uses().isEmpty() ? "" : " (USE " + list(c.uses()) + ")");
            }
            case ImapCommand.Delete c -> named("DELETE ", c.mailbox());
            case ImapCommand.Rename c -> rename(c);
            case ImapCommand.Subscribe c ->
                    named(c.subscribed() ? "SUBSCRIBE " : "UNSUBSCRIBE ", c.mailbox());
            case ImapCommand.ListMailboxes c -> listMailboxes(c);
            case ImapCommand.ListSubscribed c -> {
                named("LSUB ", c.reference());
                out.append(' ');
                string(c.pattern());
            }
            case ImapCommand.Namespace c -> out.append("NAMESPACE");
            case ImapCommand.Status c -> {
                named("STATUS ", c.mailbox());
                out.append(' ');
                out.append(list(c.items().stream().map(ImapCommand.StatusItem::word).toList()));
            }
            case ImapCommand.GetQuota c -> {
                out.append("GETQUOTA ");
                text(c.root());
            }
            case ImapCommand.GetQuotaRoot c -> named("GETQUOTAROOT ", c.mailbox());
            case ImapCommand.SetQuota c -> setQuota(c);
            case ImapCommand.Append c -> append(c);
            case ImapCommand.Idle c -> out.append("IDLE");
        }
    }

    private void rename(ImapCommand.Rename command) {
        named("RENAME ", command.from());
        named(" ", command.to());
    }

    private void setQuota(ImapCommand.SetQuota command) {
        out.append("SETQUOTA ");
        text(command.root());
        List<String> limits =
                command.limits().entrySet().stream()
                        .map(limit -> limit.getKey() + " " + limit.getValue())
                        .toList();
        out.append(' ').append(list(limits));
    }

    private void selected(ImapCommand.Selected command) {
        switch (command) {
            case ImapCommand.Check c -> out.append("CHECK");
            case ImapCommand.Close c -> out.append("CLOSE");
            case ImapCommand.Unselect c -> out.append("UNSELECT");
            case ImapCommand.Expunge c ->
                    out.append(c.uids() == null ? "EXPUNGE" : "UID EXPUNGE " + c.uids());
            case ImapCommand.Search c -> {
                out.append(c.uid() ? "UID SEARCH CHARSET UTF-8 " : "SEARCH CHARSET UTF-8 ");
                key(c.key());
            }
            case ImapCommand.Fetch c -> {
                out.append(c.uid() ? "UID FETCH " : "FETCH ").append(c.set()).append(" (");
                FetchItems.write(c.items(), out);
                out.append(')');
                modifier("CHANGEDSINCE", c.changedSince());
            }
            case ImapCommand.Store c -> {
                out.append(c.uid() ? "UID STORE " : "STORE ").append(c.set());
                modifier("UNCHANGEDSINCE", c.unchangedSince());
                out.append(
                        switch (c.mode()) {
                            case REPLACE -> " FLAGS";
                            case ADD -> " +FLAGS";
                            case REMOVE -> " -FLAGS";
                        });
                out.append(c.silent() ? ".SILENT " : " ").append(list(c.flags()));
            }
            case ImapCommand.Copy c -> {
                out.append(c.uid() ? "UID " : "").append(c.move() ? "MOVE " : "COPY ");
                named(c.set() + " ", c.target());
            }
        }
    }

    private void modifier(String name, OptionalLong value) {
        if (value.isPresent()) {
            out.append(" (").append(name).append(' ').append(value.getAsLong()).append(')');
        }
    }

    private void id(ImapCommand.Id id) {
        out.append("ID (");
        id.fields()
                .forEach((name, value) -> {
                    out.append(out.charAt(out.length() - 1) == '(' ? "" : " ");
                    string(name);
                    out.append(' ');
                    string(value);
                });
        out.append(')');
    }

    private void listMailboxes(ImapCommand.ListMailboxes list) {
        out.append("LIST ").append(list.select().isEmpty() ? "" : options(list.select()) + " ");
        named("", list.reference());
        out.append(" (");
        for (int i = 0; i < list.patterns().size(); i++) {
            out.append(i == 0 ? "" : " ");
            string(list.patterns().get(i));
        }
        out.append(')');
        if (list.returned() != null) {
            String options = options(list.returned());
            if (!list.status().isEmpty()) {
                String status = "STATUS " + list(list.status());
                options =
                        options.equals("()")
                                ? "(" + status + ")"
                                : options.replace(")", " " + status + ")");
            }
            out.append(" RETURN ").append(options);
        }
    }

    private static String options(List<? extends Enum<?>> options) {
        return list(options).replace('_', '-');
    }

    private static String list(List<?> items) {
        return "(" + String.join(" ", items.stream().map(Object::toString).toList()) + ")";
    }

    private void append(ImapCommand.Append append) {
        named("APPEND ", append.mailbox());
        out.append(append.flags().isEmpty() ? "" : " " + list(append.flags()));
        append.internalDate()
                .ifPresent(at -> out.append(" \"").append(ImapDate.formatDateTime(at)).append('"'));
        out.append(" {").append(append.octets()).append("+}");
    }

    private void key(SearchKey key) {
        switch (key) {
            case SearchKey.All k -> out.append("ALL");
            case SearchKey.Flag k -> flag(k);
            case SearchKey.Recent k -> out.append(k.recent() ? "RECENT" : "OLD");
            case SearchKey.New k -> out.append("NEW");
            case SearchKey.Day k ->
                    out.append(k.sent() ? "SENT" : "")
                            .append(k.relation())
                            .append(' ')
                            .append(ImapDate.format(k.day()));
            case SearchKey.Envelope k -> {
                out.append(k.field()).append(' ');
                text(k.text());
            }
            case SearchKey.Header k -> {
                out.append("HEADER ");
                text(k.name());
                out.append(' ');
                text(k.text());
            }
            case SearchKey.Body k -> {
                out.append("BODY ");
                text(k.text());
            }
            case SearchKey.Text k -> {
                out.append("TEXT ");
                text(k.text());
            }
            case SearchKey.Larger k -> out.append("LARGER ").append(k.octets());
            case SearchKey.Smaller k -> out.append("SMALLER ").append(k.octets());
            case SearchKey.ModSeq k -> out.append("MODSEQ ").append(k.atLeast());
            case SearchKey.Numbers k -> out.append(k.set());
            case SearchKey.Uids k -> out.append("UID ").append(k.set());
            case SearchKey.Not k -> keys("NOT ", List.of(k.key()), "");
            case SearchKey.Or k -> keys("OR ", List.of(k.left(), k.right()), "");
            case SearchKey.And k -> keys("(", k.keys(), ")");
        }
    }

    private void keys(String before, List<SearchKey> keys, String after) {
        out.append(before);
        for (int i = 0; i < keys.size(); i++) {
            out.append(i == 0 ? "" : " ");
            key(keys.get(i));
        }
        out.append(after);
    }

    private void flag(SearchKey.Flag key) {
        if (key.flag().startsWith("\\")) {
            out.append(key.set() ? "" : "UN")
                    .append(key.flag().substring(1).toUpperCase(java.util.Locale.ROOT));
        } else {
            out.append(key.set() ? "KEYWORD " : "UNKEYWORD ").append(key.flag());
        }
    }

    private void named(String before, String mailbox) {
        out.append(before);
        string(MailboxNames.encode(mailbox));
    }

    private void text(String text) {
        string(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private void string(String octets) {
        if (octets.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            out.append('"').append(octets.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        } else {
            out.append('{').append(octets.length()).append("+}\r\n").append(octets);
        }
    }
}
