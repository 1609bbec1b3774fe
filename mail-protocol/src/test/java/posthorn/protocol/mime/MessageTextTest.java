package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTextTest {
    @Test
    void headersAreSearchedDecoded() {
        MessageText text =
                text(
                        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= aus\r\n =?iso-8859-1?q?_K=F6ln?=\r\nX-Empty:\r\n\r\n");
        assertTrue(text.headerContains("subject", SearchTerm.of("GRÜßE")));
        assertTrue(text.headerContains("Subject", SearchTerm.of("aus  köln")));
        assertFalse(text.headerContains("Subject", SearchTerm.of("utf-8")));
        assertFalse(text.headerContains("From", SearchTerm.of("")));
        assertTrue(text.headerContains("X-Empty", SearchTerm.of("")));
    }

    @Test
    void bodyIsSearchedWithoutItsEncodings() {
        String base64 =
                Base64.getMimeEncoder()
                        .encodeToString("Привет, МИР".getBytes(Charset.forName("koi8-r")));
        MessageText text =
                text(
                        "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + base64);
        assertTrue(text.bodyContains(SearchTerm.of("привет, мир")));
        assertFalse(text.bodyContains(SearchTerm.of(base64.strip())));
        assertTrue(text.textContains(SearchTerm.of("KOI8-R")));
        assertFalse(text.bodyContains(SearchTerm.of("koi8-r")));
    }

    @Test
    void softLineBreaksDoNotHideAWord() {
        MessageText text =
                text(
                        "Content-Type: text/plain; charset=utf-8\r\n"
                                + "Content-Transfer-Encoding: quoted-printable\r\n\r\nsepa=\r\nrated =C3=9Cber  \r\nnext =zz");
        assertTrue(text.bodyContains(SearchTerm.of("separated über\r\nnext =ZZ")));
    }

    @Test
    void headersOfMessagesWithinAreBody() {
        MessageText text =
                text(
                        "Content-Type: message/rfc822\r\n\r\nSubject: inner words\r\n\r\ninner body\r\n");
        assertTrue(text.bodyContains(SearchTerm.of("inner words")));
        assertTrue(text.bodyContains(SearchTerm.of("inner body")));
        assertFalse(text.headerContains("Subject", SearchTerm.of("inner")));
    }

    @Test
    void attachmentsThatAreNoTextAreNotSearched() {
        MessageText text = text("Content-Type: application/pdf\r\n\r\nhidden");
        assertFalse(text.bodyContains(SearchTerm.of("hidden")));
    }

    @Test
    void htmlIsSearchedAsItIsRead() {
        MessageText text =
                text(
                        "Content-Type: text/html; charset=utf-8\r\n\r\n"
                                + "<html><head><title>T</title><style>p{color:red}</style></head><!-- note > --><p>Hel<b>lo</b> "
                                + "W&ouml;rld &#8364;5 &lt;ok&gt; a&b 1 < 2<p title=\"x > y\">next</p><script>var a='</p>'</script>");
        assertTrue(text.bodyContains(SearchTerm.of("hello wörld €5 <ok> a&b 1 < 2")));
        assertFalse(text.bodyContains(SearchTerm.of("color")));
        assertFalse(text.bodyContains(SearchTerm.of("note")));
        assertFalse(text.bodyContains(SearchTerm.of("var a")));
        assertEquals("Hello Wörld €5 <ok> a&b 1 < 2 next", text.preview());
    }

    @Test
    void htmlNamesItsCharsetItself() {
        String html =
                "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\"><p>Привет";
        byte[] body = html.getBytes(Charset.forName("windows-1251"));
        MessageText text =
                text("Content-Type: text/html\r\n\r\n" + OctetString.of(body, 0, body.length));
        assertEquals("Привет", text.preview());
    }

    @Test
    void previewIsTheFirstTextThatIsNoQuoteAndNoAttachment() {
        MessageText text =
                text(
                        """
                        Content-Type: multipart/mixed; boundary=x

                        --x
                        Content-Disposition: attachment

                        attached
                        --x

                        \s
                        --x

                        > quoted
                        Own   words,

                        more.
                        --x--
                        """);
        assertEquals("Own words, more.", text.preview());
        assertEquals("> all of it > quoted", text("\r\n> all of it\r\n> quoted").preview());
    }

    @Test
    void previewHasAtMost256CharsAndNoHalfCharacter() {
        String long1 = "\r\n" + OctetString.ofText("x" + "😀".repeat(300));
        assertEquals("x" + "😀".repeat(127), text(long1).preview());
        assertEquals("", text("Subject: nothing").preview());
    }

    @Test
    void octetsWithoutACharsetAreUtf8OrWestern() {
        assertTrue(text("\r\n" + OctetString.ofText("Größe")).bodyContains(SearchTerm.of("größe")));
        assertTrue(text("\r\nGr\u00f6\u00dfe").bodyContains(SearchTerm.of("größe")));
        assertTrue(
                text("Content-Type: text/plain; charset=nonsense\r\n\r\nGr\u00f6\u00dfe")
                        .bodyContains(SearchTerm.of("größe")));
    }

    @Test
    void everyMessageCanBeRead() {
        SearchTerm absent = SearchTerm.of("not to be found anywhere");
        for (long seed = 0; seed < 10_000; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), 40);
            MessageText text = MessageText.of(message, MessageStructure.parse(message));
            assertFalse(text.textContains(absent), "seed " + seed);
            assertTrue(text.preview().length() <= 256, "seed " + seed);
        }
    }

    private static MessageText text(String octets) {
        byte[] message = octets.getBytes(StandardCharsets.ISO_8859_1);
        return MessageText.of(message, MessageStructure.parse(message));
    }
}
