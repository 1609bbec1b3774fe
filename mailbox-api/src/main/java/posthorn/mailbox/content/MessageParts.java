package posthorn.mailbox.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.ContentFields;

/**
 * The parts of a message as a reader wants them: what is shown as text, what is shown as HTML, and
 * the files. Which part is which follows RFC 8621 §4.1.4 (textBody, htmlBody); everything that is
 * not shown as text is a file, pictures within HTML too.
 *
 * @param text parts that are shown to who wants plain text, text/plain or text/html, in order
 * @param html parts that are shown to who wants HTML, likewise
 * @param files all others, in the order in which they stand
 */
public record MessageParts(List<Section> text, List<Section> html, List<Section> files) {

    public MessageParts {
        text = List.copyOf(text);
        html = List.copyOf(html);
        files = List.copyOf(files);
    }

    /**
     * A part with its place.
     *
     * @param number as IMAP has it (RFC 3501 §6.4.5), as in {@code 2.1}
     */
    public record Section(String number, BodyPart part) {
        /** What its header says. */
        public ContentFields fields() {
            return part.fields();
        }

        /** Content-ID without its brackets; empty: none. */
        public String contentId() {
            String id = part.fields().id();
            String bare = id == null ? "" : id.strip();
            return bare.startsWith("<") && bare.endsWith(">")
                    ? bare.substring(1, bare.length() - 1)
                    : bare;
        }

        boolean isAttached() {
            return "attachment".equalsIgnoreCase(part.fields().disposition());
        }
    }

    /** Parts of the message whose content is {@code root}. */
    public static MessageParts of(BodyPart root) {
        Sorter sorter = new Sorter();
        List<Section> text = new ArrayList<>();
        List<Section> html = new ArrayList<>();
        List<Section> top =
                root instanceof BodyPart.Multipart multipart
                        ? numbered("", multipart.parts())
                        : List.of(new Section("1", root));
        String kind = root instanceof BodyPart.Multipart ? subtype(root) : "mixed";
        sorter.sort(top, kind, kind.equals("alternative"), text, html);
        text.removeIf(section -> !section.fields().isText());
        html.removeIf(section -> !section.fields().isText());
        Set<String> shown = new HashSet<>();
        text.forEach(section -> shown.add(section.number()));
        html.forEach(section -> shown.add(section.number()));
        List<Section> files = new ArrayList<>(sorter.leaves);
        files.removeIf(section -> shown.contains(section.number()));
        return new MessageParts(text, html, files);
    }

    /** Whether a reader should see a paper clip: a file that is no picture within the text. */
    public boolean hasAttachments() {
        return files.stream().anyMatch(file -> file.isAttached() || file.contentId().isEmpty());
    }

    private static List<Section> numbered(String within, List<BodyPart> parts) {
        List<Section> sections = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            sections.add(new Section(within + (i + 1), parts.get(i)));
        }
        return sections;
    }

    private static String subtype(BodyPart part) {
        return part.fields().subtype().toLowerCase(Locale.ROOT);
    }

    /** The algorithm {@code parseStructure} of RFC 8621 §4.1.4. */
    private static final class Sorter {
        private final List<Section> leaves = new ArrayList<>();

        /**
         * @param text where what is shown as text is added; null: nowhere
         * @param html likewise
         */
        void sort(
                List<Section> parts,
                String within,
                boolean inAlternative,
                @Nullable List<Section> text,
                @Nullable List<Section> html) {
            int textBefore = text == null ? -1 : text.size();
            int htmlBefore = html == null ? -1 : html.size();
            @Nullable List<Section> toText = text;
            @Nullable List<Section> toHtml = html;
            for (int i = 0; i < parts.size(); i++) {
                Section part = parts.get(i);
                if (part.part() instanceof BodyPart.Multipart multipart) {
                    String kind = subtype(multipart);
                    sort(
                            numbered(part.number() + ".", multipart.parts()),
                            kind,
                            inAlternative || kind.equals("alternative"),
                            toText,
                            toHtml);
                    continue;
                }
                leaves.add(part);
                if (!isInline(part, i, within)) {
                    continue;
                }
                boolean alternative = within.equals("alternative");
                toHtml = inAlternative && !alternative && isPlain(part) ? null : toHtml;
                toText = inAlternative && !alternative && isHtml(part) ? null : toText;
                add(part, !alternative || isPlain(part), toText);
                add(part, !alternative || isHtml(part), toHtml);
            }
            if (within.equals("alternative") && toText != null && toHtml != null) {
                fill(toText, textBefore, toHtml, htmlBefore);
            }
        }

        /** Where there is one form alone, it is the other one, too. */
        private static void fill(
                List<Section> text, int textBefore, List<Section> html, int htmlBefore) {
            boolean noText = text.size() == textBefore;
            boolean noHtml = html.size() == htmlBefore;
            if (noText && !noHtml) {
                text.addAll(List.copyOf(html.subList(htmlBefore, html.size())));
            } else if (noHtml && !noText) {
                html.addAll(List.copyOf(text.subList(textBefore, text.size())));
            }
        }

        private static void add(Section part, boolean wanted, @Nullable List<Section> to) {
            if (wanted && to != null) {
                to.add(part);
            }
        }

        private static boolean isInline(Section part, int index, String within) {
            boolean media = isMedia(part);
            return !part.isAttached()
                    && (isPlain(part) || isHtml(part) || media)
                    && (index == 0
                            || (!within.equals("related")
                                    && (media || part.fields().fileName() == null)));
        }

        private static boolean isMedia(Section part) {
            return switch (part.fields().type().toLowerCase(Locale.ROOT)) {
                case "image", "audio", "video" -> true;
                default -> false;
            };
        }

        private static boolean isPlain(Section part) {
            return part.fields().is("text", "plain");
        }

        private static boolean isHtml(Section part) {
            return part.fields().isHtml();
        }
    }
}
