package posthorn.protocol.explanation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages that explain our replies, as HTML: one for each reply, one for each enhanced code, and a
 * list of all. They need no script and nothing from elsewhere, and name the other language. Links
 * are relative, so that they hold wherever the pages are published.
 */
public final class ReplyPages {

    private static final String STYLE =
            "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;color:#1c1c1c;background:#fff}"
                    + "main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 3rem}"
                    + "h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0}"
                    + "h2{font-size:1.15rem;margin:1.6rem 0 .3rem}h3{font-size:1rem;margin:1rem 0 .2rem}"
                    + "p{margin:.3rem 0}"
                    + "code{font-size:1rem;background:#eee;padding:.1rem .35rem;border-radius:.2rem}"
                    + "a{color:#0b4f9e}nav{margin-top:2.5rem;border-top:1px solid #bbb;padding-top:.8rem}"
                    + "nav a{margin-right:1.5rem}li{margin:.35rem 0}"
                    + "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}"
                    + "code{background:#333}a{color:#8cc2ff}}";

    private static final String HERE = ".";
    private static final String ABOVE = "..";

    private static final Map<Language, Map<String, Map<String, String>>> PROBLEMS =
            Map.of(
                    Language.ENGLISH, CatalogueFile.named("problems.en.txt").sections(),
                    Language.GERMAN, CatalogueFile.named("problems.de.txt").sections());

    private final ReplyCatalogue catalogue;

    /** Pages about the replies of {@code catalogue}. */
    public ReplyPages(ReplyCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A page.
     *
     * @param found whether it is about something that there is
     * @param html the whole document
     */
    public record Page(boolean found, String html) {}

    /** The list of all replies; below the same path as the others, and behind a slash. */
    public Page index(Language language) {
        StringBuilder main = new StringBuilder();
        tag(main, "h1", phrase(language, "site"));
        tag(main, "p", phrase(language, "about"));
        main.append("<ul>\n");
        for (OwnReply reply : catalogue.replies()) {
            main.append("<li><a href=\"")
                    .append(reply.name())
                    .append("?lang=")
                    .append(language.tag())
                    .append("\">")
                    .append(escaped(catalogue.title(reply, language)))
                    .append("</a> <code>")
                    .append(reply.codes())
                    .append("</code></li>\n");
        }
        main.append("</ul>\n");
        return new Page(true, document(language, phrase(language, "site"), main, ""));
    }

    /**
     * The page of a reply, by its name, or of an enhanced code such as {@code 5.7.1}, which several
     * replies may have.
     */
    public Page of(String name, Language language) {
        Optional<OwnReply> named = catalogue.named(name);
        List<OwnReply> replies = named.map(List::of).orElseGet(() -> catalogue.withStatus(name));
        StringBuilder main = new StringBuilder();
        if (replies.isEmpty()) {
            tag(main, "h1", phrase(language, "unknown-title"));
            tag(main, "p", phrase(language, "unknown"));
            return new Page(
                    false, document(language, phrase(language, "unknown-title"), main, HERE));
        }
        boolean alone = replies.size() == 1;
        String title =
                alone
                        ? catalogue.title(replies.getFirst(), language)
                        : phrase(language, "code") + " " + name;
        if (!alone) {
            tag(main, "h1", title);
        }
        replies.forEach(reply -> explained(main, reply, language, alone ? 1 : 2));
        return new Page(true, document(language, title, main, HERE));
    }

    /** The page of a problem of the REST API, by its code; its path has one more segment. */
    public Page problem(String code, Language language) {
        Map<String, String> words = PROBLEMS.getOrDefault(language, Map.of()).get(code);
        StringBuilder main = new StringBuilder();
        if (words == null) {
            tag(main, "h1", phrase(language, "unknown-title"));
            tag(main, "p", phrase(language, "unknown"));
            return new Page(
                    false, document(language, phrase(language, "unknown-title"), main, ABOVE));
        }
        String title = words.getOrDefault("title", code);
        tag(main, "h1", title);
        main.append("<p><code>").append(escaped(code)).append("</code></p>\n");
        section(main, language, 2, "what", words.getOrDefault("what", ""));
        section(main, language, 2, "next", words.getOrDefault("next", ""));
        return new Page(true, document(language, title, main, ABOVE));
    }

    /** One reply; its title is a heading of {@code level}, its parts are of the next one. */
    private void explained(StringBuilder out, OwnReply reply, Language language, int level) {
        Explanation explanation = catalogue.explain(reply, language);
        out.append("<article>\n");
        tag(out, "h" + level, catalogue.title(reply, language));
        out.append("<p>")
                .append(escaped(phrase(language, "code")))
                .append(" <code>")
                .append(reply.codes())
                .append("</code> ")
                .append(escaped(phrase(language, reply.isFinal() ? "permanent" : "temporary")))
                .append("</p>\n");
        section(out, language, level + 1, "what", explanation.what());
        section(out, language, level + 1, "next", explanation.next());
        section(out, language, level + 1, "admin", explanation.admin());
        out.append("</article>\n");
    }

    private void section(StringBuilder out, Language language, int level, String key, String text) {
        if (!text.isEmpty()) {
            tag(out, "h" + level, phrase(language, key));
            tag(out, "p", text);
        }
    }

    private String document(Language language, String title, StringBuilder main, String index) {
        Language other =
                switch (language) {
                    case ENGLISH -> Language.GERMAN;
                    case GERMAN -> Language.ENGLISH;
                };
        StringBuilder out = new StringBuilder();
        out.append("<!doctype html>\n<html lang=\"")
                .append(language.tag())
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n")
                .append(main)
                .append("<nav>");
        if (!index.isEmpty()) {
            out.append("<a href=\"")
                    .append(index)
                    .append("?lang=")
                    .append(language.tag())
                    .append("\">")
                    .append(escaped(phrase(language, "back")))
                    .append("</a> ");
        }
        return out.append("<a href=\"?lang=")
                .append(other.tag())
                .append("\" lang=\"")
                .append(other.tag())
                .append("\" hreflang=\"")
                .append(other.tag())
                .append("\">")
                .append(escaped(phrase(language, "other")))
                .append("</a></nav>\n</main>\n</body>\n</html>\n")
                .toString();
    }

    private String phrase(Language language, String key) {
        return catalogue.phrase(language, key);
    }

    private static void tag(StringBuilder out, String name, String text) {
        out.append('<').append(name).append('>').append(escaped(text));
        out.append("</").append(name).append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
