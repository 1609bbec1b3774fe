package posthorn.protocol.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The field of RFC 8601, written and read. */
class AuthenticationResultsTest {
    private static final AuthenticationResults RESULTS =
            new AuthenticationResults(
                    "mx.example.test",
                    List.of(
                            MethodResult.of("spf", "pass")
                                    .because("192.0.2.1 may (send)")
                                    .with("smtp", "mailfrom", "a@example.org"),
                            MethodResult.of("dkim", "fail")
                                    .with("header", "d", "example.org")
                                    .with("header", "b", "ab/cd=+e")));

    @Test
    void oneResultStandsOnALine() {
        assertEquals(
                String.join(
                        "\r\n",
                        "Authentication-Results: mx.example.test;",
                        "\tspf=pass (192.0.2.1 may _send_)",
                        "\t smtp.mailfrom=a@example.org;",
                        "\tdkim=fail",
                        "\t header.d=example.org",
                        "\t header.b=\"ab/cd=+e\"",
                        ""),
                RESULTS.field());
        assertEquals(
                "Authentication-Results: mx; none\r\n",
                new AuthenticationResults("mx", List.of()).field());
    }

    @Test
    void whatWasWrittenIsRead() {
        assertEquals(
                Optional.of(
                        new AuthenticationResults(
                                "mx.example.test",
                                RESULTS.results().stream().map(r -> r.because("")).toList())),
                AuthenticationResults.parse(value(RESULTS.field())));
    }

    @Test
    void valuesOfStrangersStayValues() {
        MethodResult hostile =
                MethodResult.of("spf", "fail")
                        .because("x) ; dkim=pass (\r\nX: y")
                        .with("smtp", "mailfrom", "\"a; dkim=pass\r\n\" b\"@example.org");
        String field = new AuthenticationResults("mx", List.of(hostile)).field();
        AuthenticationResults read = AuthenticationResults.parse(value(field)).orElseThrow();
        assertEquals(1, read.results().size());
        assertTrue(field.lines().skip(1).allMatch(line -> line.startsWith("\t")), field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.test; none",
                " (by us) mx.example.test 1; none",
                "\"mx.example.test\" ; NONE ;"
            })
    void nothingWasChecked(String value) {
        assertEquals(
                Optional.of(new AuthenticationResults("mx.example.test", List.of())),
                AuthenticationResults.parse(value));
    }

    @Test
    void formsOfOthersAreRead() {
        AuthenticationResults read =
                AuthenticationResults.parse(
                                "example.com; (c) spf /1 = Pass reason=\"it is; so\" smtp.mailfrom ="
                                        + " example.net;\tdkim=pass (good; (really) signature)"
                                        + " header.i=@mail-router.example.net policy . x=\"q\\\"r\"")
                        .orElseThrow();
        assertEquals(2, read.results().size());
        assertEquals("pass", read.results().getFirst().result());
        assertEquals(
                Optional.of("example.net"), read.results().getFirst().property("smtp", "mailfrom"));
        MethodResult dkim = read.results().getLast();
        assertEquals(Optional.of("@mail-router.example.net"), dkim.property("header", "i"));
        assertEquals(Optional.of("q\"r"), dkim.property("policy", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "mx; spf",
                "mx; spf=",
                "mx; spf=pass smtp",
                "mx; spf=pass smtp.a",
                "mx; =pass",
                "mx; spf=pass; ???",
                "mx; spf=pass a.b=c extra"
            })
    void whatIsBrokenIsNotRead(String value) {
        assertEquals(Optional.empty(), AuthenticationResults.parse(value));
    }

    @Test
    void theServerIsKnownWhateverStandsAroundIt() {
        for (String value :
                List.of(
                        "mx.Example.TEST; spf=pass",
                        " (c) mx.example.test 1; none",
                        "\"mx.example.test\";",
                        "mx.example.test.; x",
                        "mx.(a)example(b).test")) {
            assertEquals("mx.example.test", AuthenticationResults.authservId(value), value);
        }
    }

    private static String value(String field) {
        return field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip();
    }
}
