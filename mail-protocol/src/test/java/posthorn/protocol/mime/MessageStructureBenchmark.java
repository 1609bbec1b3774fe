package posthorn.protocol.mime;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to know ENVELOPE and BODYSTRUCTURE of a message: done once, when it is stored. */
@State(Scope.Benchmark)
public class MessageStructureBenchmark {

    private final byte[] plain = message("text/plain; charset=utf-8", "Hello.\r\n".repeat(500));
    private final byte[] mixed = message("multipart/mixed; boundary=b", parts());

    private static byte[] message(String type, String body) {
        String header =
                "Return-Path: <alice@example.test>\r\n"
                        + "Received: from a.example.test by b.example.test; Mon, 23 Nov 2026 10:00:00"
                        + " +0000\r\nFrom: Alice <alice@example.test>\r\nTo: Bob <bob@example.test>,"
                        + " Carol <carol@example.test>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
                        + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.test>\r\n"
                        + "MIME-Version: 1.0\r\nContent-Type: ";
        return (header + type + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private static String parts() {
        String text = "--b\r\nContent-Type: text/plain\r\n\r\n" + "Hello.\r\n".repeat(100);
        String file =
                "--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\r\n".repeat(80);
        return text + file + "--b--\r\n";
    }

    /** 4 KB of text. */
    @Benchmark
    public MessageStructure plain() {
        return MessageStructure.parse(plain);
    }

    /** 4 KB in two parts. */
    @Benchmark
    public MessageStructure mixed() {
        return MessageStructure.parse(mixed);
    }
}
