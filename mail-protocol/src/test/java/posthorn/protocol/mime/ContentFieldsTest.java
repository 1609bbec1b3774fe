package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContentFieldsTest {

    @Test
    void sectionsOfAParameterAreOneParameter() {
        assertEquals(
                "name=long name of a file.txt charset=utf-8",
                parameters(
                        "text/plain; name*0=\"long name \"; name*1=\"of a file\"; charset=utf-8; name*2=.txt"));
        assertEquals(
                "url=ftp://a/b",
                parameters("text/plain; url*1=\"a/b\"; URL*0=\"ftp://\"").toLowerCase(Locale.ROOT));
    }

    @Test
    void sectionsWithACharsetAreOneExtendedParameter() {
        assertEquals(
                "filename*=utf-8'de'%c3%a4%20%2520%c3%b6.txt",
                disposition(
                        "attachment; filename*0*=utf-8'de'%c3%a4; filename*1=\" %20\"; filename*2*=%c3%b6.txt"));
        assertEquals("filename*=utf-8''%c3%a4", disposition("attachment; filename*=utf-8''%c3%a4"));
    }

    @Test
    void anExtendedSectionBehindAPlainOneIsDecoded() {
        assertEquals("name=a b", parameters("text/plain; name*0=a; name*1*=%20b"));
    }

    @Test
    void theWholeParameterWinsOverItsSections() {
        assertEquals(
                "filename=whole.txt",
                disposition("attachment; filename=whole.txt; filename*0=se; filename*1=ctions"));
        assertEquals(
                "filename=plain.txt filename*=utf-8''%c3%a4",
                disposition(
                        "attachment; filename=plain.txt; filename*0*=utf-8''%c3; filename*1*=%a4"));
    }

    @Test
    void sectionsBehindAGapStayWhatTheyAre() {
        assertEquals("name=a name*2=c", parameters("text/plain; name*0=a; name*2=c"));
        assertEquals("name*1=b", parameters("text/plain; name*1=b"));
        assertEquals("name*00=a", parameters("text/plain; name*00=a"));
        assertEquals("name*x=a *0=b", parameters("text/plain; name*x=a; *0=b"));
    }

    @Test
    void valuesWithoutQuotesHoldSpaces() {
        assertEquals("filename=my file.pdf", disposition("attachment; filename=my file.pdf"));
        assertEquals(
                "filename=my  file (1).pdf size=3",
                disposition("attachment; filename=my  file (1).pdf ; size=3"));
        assertEquals("charset=us-ascii", parameters("text/plain; charset=us-ascii (plain text)"));
        assertEquals("charset=us-ascii x=y", parameters("text/plain; charset=us-ascii (a); x=y"));
        assertEquals("boundary=--=_a.b/c?d", parameters("multipart/mixed; boundary=--=_a.b/c?d"));
    }

    @Test
    void parametersWithoutSemicolonAreParameters() {
        assertEquals(
                "charset=utf-8 format=flowed",
                parameters("text/plain charset=utf-8 format=flowed"));
        assertEquals(
                "charset=utf-8 format=flowed",
                parameters("text/plain; charset=utf-8 format=flowed"));
        assertEquals("charset=utf-8 a=b", parameters("text/plain; charset=\"utf-8\" a=b"));
        assertEquals("charset=utf-8", parameters("text/plain, charset=utf-8"));
        assertEquals("name=a b c=d", parameters("text/plain; name=a b c = d"));
    }

    @Test
    void whatIsNoParameterIsPassedOver() {
        assertEquals("a=b", parameters("text/plain; junk; ;; \"x=y\" a=b; ="));
        assertEquals("name=", parameters("text/plain; name="));
        assertEquals("name=open; a=b", parameters("text/plain; name=\"open; a=b"));
    }

    @Test
    void valuesOfExtendedParametersAreRead() {
        ContentFields fields = fields("Content-Type: text/plain; charset*=us-ascii'en'utf-8");
        assertEquals("utf-8", fields.parameter("Charset"));
        assertEquals("x%zz%", fields("Content-Type: a/b; name*=x%zz%").parameter("name"));
        assertEquals("a", fields("Content-Type: a/b; name*=b; name=a").parameter("name"));
        assertNull(fields.parameter("name"));
    }

    @Test
    void joiningTwiceChangesNothing() {
        String[] pieces = {
            "name*0", "name*1", "*", "*2", "=", "a", "\"b c\"", "; ", "%41", "x'y'", "(", "é "
        };
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String value =
                    random.ints(random.nextInt(20), 0, pieces.length)
                            .mapToObj(i -> pieces[i])
                            .collect(Collectors.joining());
            List<MimeParameter> joined = fields("Content-Type: a/b; " + value).parameters();
            assertEquals(joined, ParameterContinuations.joined(joined), "seed " + seed);
        }
    }

    @Test
    void anEncodedMessageIsNotTakenApart() {
        assertTrue(fields("Content-Type: message/rfc822").isMessage());
        assertTrue(
                fields("Content-Type: Message/Global\nContent-Transfer-Encoding: 8bit")
                        .isMessage());
        assertFalse(
                fields("Content-Type: message/global\nContent-Transfer-Encoding: BASE64")
                        .isMessage());
    }

    private static String parameters(String contentType) {
        return text(fields("Content-Type: " + contentType).parameters());
    }

    private static String disposition(String disposition) {
        return text(fields("Content-Disposition: " + disposition).dispositionParameters());
    }

    private static String text(List<MimeParameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining(" "));
    }

    private static ContentFields fields(String header) {
        return ContentFields.of(
                MessageHeader.of((header + "\n\n").getBytes(StandardCharsets.ISO_8859_1)));
    }
}
