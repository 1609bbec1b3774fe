package posthorn.mailbox.browse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.browse.StoredMessages.Content;
import posthorn.mailbox.browse.StoredMessages.TextPart;
import posthorn.mailbox.content.AuthenticationView;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.content.HtmlCleaner;
import posthorn.mailbox.content.MessageParts.Section;
import posthorn.protocol.mime.MessageText;

/**
 * A message as somebody reads it.
 *
 * @param flags system flags with their backslash, keywords without
 * @param received internal date
 * @param size octets
 * @param header what its fields say
 * @param text for who wants plain text; of a message that is HTML alone, that without its tags
 * @param html cleaned; null: the message is plain text
 * @param blockedImages pictures of other hosts that were left out of it
 * @param truncated whether text or HTML is not all of it: it was too long
 * @param attachments its files, pictures within the HTML too
 * @param authentication whether to believe who has sent it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageView(
        long uid,
        List<String> flags,
        Instant received,
        long size,
        HeaderView header,
        String text,
        @Nullable String html,
        int blockedImages,
        boolean truncated,
        List<Attachment> attachments,
        AuthenticationView authentication) {

    /**
     * A file.
     *
     * @param part its number, as in {@code 2.1}
     * @param name empty: it has none
     * @param type media type in lower case
     * @param size octets as they are stored, about a third more than the file has when they are
     *     encoded as base64
     * @param contentId by which HTML names it, without brackets; empty: none
     */
    public record Attachment(String part, String name, String type, long size, String contentId) {
        static Attachment of(Section file) {
            String name = file.fields().fileName();
            return new Attachment(
                    file.number(),
                    name == null ? "" : name,
                    (file.fields().type() + "/" + file.fields().subtype()).toLowerCase(Locale.ROOT),
                    file.part().range().bodyLength(),
                    file.contentId());
        }
    }

    /**
     * How a message is to be shown.
     *
     * @param parts from the number of a part to the address at which it is served
     * @param outsideImages whether pictures of other hosts may be fetched
     */
    public record Style(UnaryOperator<String> parts, boolean outsideImages) {}

    /** The message. */
    static MessageView of(
            StoredMessage message, Content content, Style style, AuthenticationView believed) {
        HtmlCleaner.Cleaned html = html(content, style);
        return new MessageView(
                message.uid(),
                message.flags(),
                message.received(),
                message.size(),
                HeaderView.of(content.header()),
                text(content.text()),
                content.html().stream().anyMatch(TextPart::html) ? html.html() : null,
                html.blockedImages(),
                content.truncated(),
                content.parts().files().stream().map(Attachment::of).toList(),
                believed);
    }

    private static String text(List<TextPart> parts) {
        return String.join(
                "\n",
                parts.stream()
                        .map(part -> part.html() ? MessageText.ofHtml(part.text()) : part.text())
                        .toList());
    }

    /** All that is shown to who wants HTML, plain text too. */
    static HtmlCleaner.Cleaned html(Content content, Style style) {
        Map<String, String> pictures = new HashMap<>();
        for (Section file : content.parts().files()) {
            if (!file.contentId().isEmpty()) {
                pictures.putIfAbsent(file.contentId(), style.parts().apply(file.number()));
            }
        }
        List<String> documents = new ArrayList<>();
        int blocked = 0;
        for (TextPart part : content.html()) {
            if (part.html()) {
                HtmlCleaner.Cleaned cleaned =
                        HtmlCleaner.clean(part.text(), pictures::get, style.outsideImages());
                documents.add(cleaned.html());
                blocked += cleaned.blockedImages();
            } else {
                documents.add(HtmlCleaner.ofText(part.text()));
            }
        }
        return new HtmlCleaner.Cleaned(String.join("<hr>", documents), blocked);
    }
}
