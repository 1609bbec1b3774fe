package posthorn.mailbox.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTML of strangers, such that it may be shown. */
class HtmlCleanerTest {

    private static final int SEEDS = 2_000;

    /**
     * What may never stand in what is shown: a tag or an attribute, not text that looks like it.
     */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "<\\s*(script|style|iframe|frame|object|embed|form|input|button|link|meta|base|svg"
                            + "|math|template|video|audio|source|textarea|select)\\b"
                            + "|<[^>]*\\s(on[a-z]+|srcset|background|action|formaction|id|class|name)\\s*="
                            + "|<[^>]*(href|src)\\s*=\\s*\"?\\s*(javascript|vbscript|file|blob|data:text)"
                            + "|<[^>]*style=\"[^\"]*(url\\(|expression|@import|position|behavior)",
                    Pattern.CASE_INSENSITIVE);

    private static final List<String> PIECES =
            List.of(
                    "<script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>",
                    "<svg onload=a()>",
                    "<a href=\"javascript:a()\">x</a>",
                    "<a href=' java\nscript:a()'>",
                    "<!--",
                    "-->",
                    "<style>@import 'http://e.example/'</style>",
                    "<iframe srcdoc='<b>'>",
                    "<![CDATA[",
                    "<math><mtext><table><mglyph><style><img src onerror=a()>",
                    "<p style=\"",
                    "background:url(https://e.example/x)",
                    "position:fixed",
                    "\">",
                    "'",
                    "\"",
                    "<",
                    ">",
                    "<form action=//e.example><input name=q>",
                    "<base href=//e.example>",
                    "&lt;script&gt;",
                    "<noscript><p title=\"</noscript><img src=x onerror=a()>\">",
                    "<td background=x>",
                    "<img src=\"cid:a@b\">",
                    "<img src='https://e.example/p.gif'>",
                    "\u0000",
                    "&#x6a;avascript:",
                    "<img src=\"data:text/html,<script>\">",
                    "<img srcset='https://e.example/a 2x'>",
                    "<object data=x>",
                    "<meta http-equiv=refresh content=0>",
                    "</p></div>",
                    "text");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<style>p{color:red}</style>",
                "<title>none</title>",
                "<iframe src=https://e.example></iframe>",
                "<form action=/x><input></form>",
                "<img src=x onerror=alert(1)>",
                "<svg><script>alert(1)</script></svg>"
            })
    void whatRunsOrAsksIsLeftOut(String html) {
        assertEquals("", clean(html, false).html().replace("<img />", ""));
    }

    @Test
    void layoutStays() {
        String html =
                "<table width=\"600\" cellpadding=\"0\"><tbody><tr>"
                        + "<td align=\"center\" bgcolor=\"#ffffff\" style=\"color:red\">"
                        + "<b>Hello</b> &amp; <i>bye</i></td></tr></tbody></table>";
        assertEquals(html, clean(html, false).html());
    }

    @Test
    void stylesFetchNothing() {
        assertFalse(
                clean("<p style=\"background:url(https://e.example/x);color:red\">a</p>", true)
                        .html()
                        .contains("e.example"));
    }

    @Test
    void linksLeadOutAndSayNothingOfWhereTheyWereFollowed() {
        assertEquals(
                "<a href=\"https://e.example/?a&#61;1\" target=\"_blank\""
                        + " rel=\"noopener noreferrer nofollow\">x</a>",
                clean("<a href=\"https://e.example/?a=1\" target=_top>x</a>", false).html());
        assertEquals("x", text(clean("<a href=\"javascript:alert(1)\">x</a>", false).html()));
    }

    @Test
    void picturesOfTheMessageAreServedAndOthersOnlyWhenWanted() {
        String html =
                "<img src=\"cid:logo%40a\" alt=\"Logo\"><img src=\"https://e.example/t.gif\">"
                        + "<img src=\"http://e.example/t.gif\"><img src=\"cid:none\">";
        HtmlCleaner.Cleaned closed = clean(html, false);
        assertTrue(closed.html().contains("src=\"parts/logo&#64;a\""), closed.html());
        assertTrue(closed.html().contains("alt=\"Logo\""));
        assertFalse(closed.html().contains("e.example"));
        assertEquals(2, closed.blockedImages());
        HtmlCleaner.Cleaned open = clean(html, true);
        assertTrue(open.html().contains("https://e.example/t.gif"));
        assertFalse(open.html().contains("http://"));
        assertEquals(1, open.blockedImages());
    }

    @Test
    void textIsShownAsItIs() {
        assertEquals(
                "<pre style=\"white-space:pre-wrap\">a &lt;b&gt; &amp;\nc</pre>",
                HtmlCleaner.ofText("a <b> &\nc"));
    }

    @Test
    void whateverStrangersPutTogetherNothingForbiddenComesOut() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                html.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String once = clean(html.toString(), true).html();
            assertFalse(FORBIDDEN.matcher(once).find(), () -> html + "\nbecame\n" + once);
            String twice = clean(once.replace("parts/", "cid:"), true).html();
            assertFalse(FORBIDDEN.matcher(twice).find(), () -> once + "\nbecame\n" + twice);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<a href=",
                "<!--",
                "<b><i>",
                "<table><tr><td>",
                "&#",
                "\"<'>",
                "<p style=\""
            })
    void whatIsRepeatedWithoutEndTakesNoTimeWithoutEnd(String piece) {
        String html = piece.repeat(HtmlCleaner.MOST_CHARS / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> clean(html, false));
    }

    private static HtmlCleaner.Cleaned clean(String html, boolean outsideImages) {
        return HtmlCleaner.clean(
                html, id -> id.equals("none") ? null : "parts/" + id, outsideImages);
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", "").strip().toLowerCase(Locale.ROOT);
    }
}
