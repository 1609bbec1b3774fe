package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedWordsTest {
    @Test
    void examplesOfRfc2047() {
        Map<String, String> examples =
                Map.of(
                        "(=?ISO-8859-1?Q?a?=)", "(a)",
                        "(=?ISO-8859-1?Q?a?= b)", "(a b)",
                        "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)",
                        "(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)",
                        "(=?ISO-8859-1?Q?a_b?=)", "(a b)",
                        "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)",
                        "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen",
                        "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                                "If you can read this you understand the example.");
        examples.forEach(
                (encoded, text) -> assertEquals(text, EncodedWords.decode(encoded), encoded));
    }

    @Test
    void whatIsWrittenIsReadAgainAndNoWordIsTooLong() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(100); i >= 0; i--) {
                text.appendCodePoint("aä€😀 =?_".codePoints().toArray()[random.nextInt(8)]);
            }
            String encoded = EncodedWords.encode(text.toString());
            assertEquals(text.toString(), EncodedWords.decode(encoded.replace("\r\n", "")));
            for (String word : encoded.split("\r\n ", -1)) {
                assertTrue(word.length() <= 75, word);
            }
        }
    }

    @Test
    void manyCharsets() {
        Map<String, List<String>> texts =
                Map.of(
                        "Grüße",
                                List.of(
                                        "iso-8859-1",
                                        "iso-8859-15",
                                        "windows-1252",
                                        "utf-8",
                                        "UTF8",
                                        "macintosh"),
                        "Привет",
                                List.of("koi8-r", "koi8-u", "windows-1251", "iso-8859-5", "cp866"),
                        "日本語", List.of("iso-2022-jp", "shift_jis", "euc-jp", "utf-8"),
                        "中文信件", List.of("gb2312", "gbk", "gb18030", "big5"),
                        "한국어", List.of("euc-kr", "ks_c_5601-1987"),
                        "שלום", List.of("iso-8859-8", "iso-8859-8-i", "windows-1255"),
                        "สวัสดี", List.of("tis-620", "windows-874"));
        texts.forEach((text, charsets) ->
                charsets.forEach(charset ->
                        assertEquals(text, EncodedWords.decode(base64(charset, text)), charset)));
    }

    @Test
    void aCharacterCutInTwoIsPutTogether() {
        assertEquals("ü!", EncodedWords.decode("=?utf-8?B?ww==?= =?UTF-8?B?vCE=?="));
        assertEquals("ü", EncodedWords.decode("=?utf-8?Q?=C3?=\t=?utf-8?Q?=BC?="));
    }

    @Test
    void languageTagsAreLeftOut() {
        assertEquals("Jørn", EncodedWords.decode("=?ISO-8859-1*da?Q?J=F8rn?="));
    }

    @Test
    void whatIsNotAnEncodedWordStays() {
        for (String value :
                List.of(
                        "=?",
                        "=?utf-8?x?abc?=",
                        "=?utf-8?q?abc",
                        "=?utf-8?q?a?b",
                        "a = ?b",
                        "=?utf-8??=")) {
            assertEquals(value, EncodedWords.decode(value));
        }
    }

    @Test
    void brokenEncodingsAreReadAsFarAsTheyGo() {
        assertEquals("a=zzb", EncodedWords.decode("=?utf-8?q?a=zzb?="));
        assertEquals("Hallo", EncodedWords.decode("=?utf-8?b?SGFs bG8?="));
        assertEquals("ä", EncodedWords.decode("=?no-such-charset?q?=C3=A4?="));
        assertEquals("ä", EncodedWords.decode("=?utf-8 x?q?=C3=A4?="));
    }

    @Test
    void rawOctetsAroundAreUtf8OrLatin1() {
        assertEquals("ä b", EncodedWords.decode("\u00c3\u00a4 =?utf-8?q?b?="));
        assertEquals("ä b", EncodedWords.decode("\u00e4 =?utf-8?q?b?="));
    }

    @Test
    void noiseIsRead() {
        for (long seed = 0; seed < 20_000; seed++) {
            EncodedWords.decode(noise(new Random(seed)));
        }
    }

    private static String noise(Random random) {
        String chars = "=?=?qb_ utf-8\u00e4=C3";
        StringBuilder noise = new StringBuilder("=?utf-8?");
        for (int i = random.nextInt(40); i > 0; i--) {
            noise.append(chars.charAt(random.nextInt(chars.length())));
        }
        return noise.toString();
    }

    private static String base64(String charset, String text) {
        String name =
                switch (charset) {
                    case "tis-620" -> "x-windows-874";
                    case "macintosh" -> "x-MacRoman";
                    case "iso-8859-8-i" -> "iso-8859-8";
                    default -> charset;
                };
        byte[] octets = text.getBytes(Charset.forName(name));
        return "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }
}
