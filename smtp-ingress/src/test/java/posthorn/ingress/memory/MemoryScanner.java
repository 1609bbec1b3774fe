package posthorn.ingress.memory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import posthorn.ingress.scan.ScanPolicy;
import posthorn.ingress.scan.Scanner;
import posthorn.ingress.scan.Scanners;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.ContentScanner;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.ScanResult;
import posthorn.ingress.session.ScanResult.Outcome;

/** Finds a virus wherever {@value #SAMPLE} stands, and junk wherever {@value #JUNK} does. */
public final class MemoryScanner {
    /** What it takes for a virus. */
    public static final String SAMPLE = "sample-of-a-virus";

    /** What it takes for junk. */
    public static final String JUNK = "sample-of-junk";

    private volatile boolean isOn;
    private volatile boolean isDown;

    /** From now on messages are looked into, or nobody can. */
    public void on(boolean down) {
        isOn = true;
        isDown = down;
    }

    ContentScanner port() {
        Scanners scanners =
                new Scanners(
                        List.of(new Words()),
                        new ScanPolicy(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                10,
                                ScanPolicy.WhenDown.DEFER,
                                true),
                        (finding, time) -> {});
        return new ContentScanner() {
            @Override
            public boolean wants(AcceptedMessage message) {
                return isOn && scanners.wants(message);
            }

            @Override
            public ScanResult scan(AcceptedMessage message, MessageContent content)
                    throws InterruptedException {
                return scanners.scan(message, content);
            }
        };
    }

    private final class Words implements Scanner {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public long maxSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public ScanResult.Finding scan(AcceptedMessage message, MessageContent content)
                throws IOException {
            if (isDown) {
                throw new IOException("down");
            }
            String text;
            try (InputStream in = content.open()) {
                text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
            if (text.contains(SAMPLE)) {
                return new ScanResult.Finding(name(), Outcome.VIRUS, "Test.Sample", "");
            }
            return text.contains(JUNK)
                    ? new ScanResult.Finding(
                            name(), Outcome.JUNK, "score 9", "X-Spam-Status: Yes, score=9\r\n")
                    : new ScanResult.Finding(name(), Outcome.CLEAN, "", "");
        }
    }
}
