package posthorn.mailbox.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.AttributePolicy;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamRenderer;
import org.owasp.html.PolicyFactory;

/**
 * HTML of a stranger, such that it may be shown: elements, attributes and styles that lay out text,
 * and nothing else. No scripts, forms, frames or styles that fetch; links lead out of the page and
 * say nothing of where they were followed; pictures come out of the message itself, and from other
 * hosts only when that is wanted. What is not known to be harmless is left out.
 */
public final class HtmlCleaner {

    /** Chars of a document that are read; what follows is left out. */
    public static final int MOST_CHARS = 2 * 1024 * 1024;

    private static final List<String> ELEMENTS =
            List.of(
                    ("a abbr b big blockquote br caption center cite code col colgroup dd del dfn div "
                                    + "dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q "
                                    + "s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul "
                                    + "var wbr")
                            .split(" "));

    private static final Pattern EMBEDDED =
            Pattern.compile("data:image/(png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\\s]*+");

    private static final PolicyFactory POLICY = policy();

    private HtmlCleaner() {}

    /**
     * A document that may be shown.
     *
     * @param html a fragment: what belongs into a body
     * @param blockedImages pictures of other hosts that were left out
     */
    public record Cleaned(String html, int blockedImages) {}

    /**
     * Cleans a document.
     *
     * @param pictures from the Content-ID of a part to the address at which it is served; null:
     *     there is no such part
     * @param outsideImages whether pictures of other hosts may be fetched, by https
     */
    public static Cleaned clean(
            String html, UnaryOperator<@Nullable String> pictures, boolean outsideImages) {
        StringBuilder out = new StringBuilder(Math.min(html.length(), MOST_CHARS));
        Rewriter rewriter =
                new Rewriter(HtmlStreamRenderer.create(out, _ -> {}), pictures, outsideImages);
        HtmlSanitizer.sanitize(
                html.substring(0, Math.min(html.length(), MOST_CHARS)), POLICY.apply(rewriter));
        return new Cleaned(out.toString(), rewriter.blocked);
    }

    /** Plain text as HTML that looks like it. */
    public static String ofText(String text) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        html.append("<pre style=\"white-space:pre-wrap\">");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                default ->
                        html.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return html.append("</pre>").toString();
    }

    private static PolicyFactory policy() {
        AttributePolicy link =
                (element, attribute, value) ->
                        hasScheme(value, "https:", "http:", "mailto:") ? value : null;
        AttributePolicy picture =
                (element, attribute, value) ->
                        hasScheme(value, "https:", "http:", "cid:")
                                        || EMBEDDED.matcher(value).matches()
                                ? value
                                : null;
        HtmlPolicyBuilder builder =
                new HtmlPolicyBuilder()
                        .allowElements(ELEMENTS.toArray(String[]::new))
                        .allowWithoutAttributes("a", "span", "font", "img")
                        .allowUrlProtocols("https", "http", "mailto", "cid", "data")
                        .allowAttributes("href")
                        .matching(link)
                        .onElements("a")
                        .allowAttributes("src")
                        .matching(picture)
                        .onElements("img");
        return layout(builder).toFactory();
    }

    /** What says how something looks, and nothing that is fetched or followed. */
    private static HtmlPolicyBuilder layout(HtmlPolicyBuilder builder) {
        AttributePolicy number = matching("[0-9]{1,5}%?");
        AttributePolicy word = matching("[A-Za-z0-9#., -]{1,64}");
        return builder.allowAttributes("width", "height", "border", "cellpadding", "cellspacing")
                .matching(number)
                .globally()
                .allowAttributes("colspan", "rowspan", "span", "start")
                .matching(matching("[0-9]{1,4}"))
                .globally()
                .allowAttributes("align", "valign", "bgcolor", "color", "face", "size", "dir")
                .matching(word)
                .globally()
                .allowAttributes("type", "lang", "nowrap")
                .matching(word)
                .globally()
                .allowAttributes("alt", "title")
                .globally()
                .allowStyling(CssSchema.DEFAULT)
                .disallowTextIn("title", "textarea", "select", "option", "button", "svg", "math");
    }

    private static AttributePolicy matching(String pattern) {
        Pattern allowed = Pattern.compile(pattern);
        return (element, attribute, value) -> allowed.matcher(value).matches() ? value : null;
    }

    private static boolean hasScheme(String url, String... schemes) {
        String lower = url.substring(0, Math.min(url.length(), 10)).toLowerCase(Locale.ROOT);
        for (String scheme : schemes) {
            if (lower.startsWith(scheme)) {
                return true;
            }
        }
        return false;
    }

    /** Behind the policy: where links lead and where pictures come from. */
    private static final class Rewriter implements HtmlStreamEventReceiver {
        private final HtmlStreamEventReceiver out;
        private final UnaryOperator<@Nullable String> pictures;
        private final boolean outsideImages;
        private int blocked;

        Rewriter(
                HtmlStreamEventReceiver out,
                UnaryOperator<@Nullable String> pictures,
                boolean outsideImages) {
            this.out = out;
            this.pictures = pictures;
            this.outsideImages = outsideImages;
        }

        @Override
        public void openDocument() {
            out.openDocument();
        }

        @Override
        public void closeDocument() {
            out.closeDocument();
        }

        @Override
        public void openTag(String element, List<String> attributes) {
            switch (element) {
                case "a" -> out.openTag(element, link(attributes));
                case "img" -> out.openTag(element, picture(attributes));
                default -> out.openTag(element, attributes);
            }
        }

        @Override
        public void closeTag(String element) {
            out.closeTag(element);
        }

        @Override
        public void text(String text) {
            out.text(text);
        }

        private static List<String> link(List<String> attributes) {
            List<String> all = new ArrayList<>(attributes);
            if (all.contains("href")) {
                all.addAll(List.of("target", "_blank", "rel", "noopener noreferrer nofollow"));
            }
            return all;
        }

        private List<String> picture(List<String> attributes) {
            List<String> kept = new ArrayList<>();
            for (int i = 0; i + 1 < attributes.size(); i += 2) {
                String value =
                        attributes.get(i).equals("src")
                                ? source(attributes.get(i + 1))
                                : attributes.get(i + 1);
                if (value != null) {
                    kept.add(attributes.get(i));
                    kept.add(value);
                }
            }
            return kept;
        }

        private @Nullable String source(String url) {
            if (hasScheme(url, "cid:")) {
                return pictures.apply(ContentIds.decoded(url.substring(4)));
            }
            if (hasScheme(url, "data:")) {
                return url;
            }
            if (outsideImages && hasScheme(url, "https:")) {
                return url;
            }
            blocked++;
            return null;
        }
    }
}
