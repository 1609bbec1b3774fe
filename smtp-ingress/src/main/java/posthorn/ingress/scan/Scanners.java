package posthorn.ingress.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.scan.ScanPolicy.WhenDown;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.ContentScanner;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.Refusal;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.ScanResult;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

/** Asks all scanners at once. Safe for all threads. */
public final class Scanners implements ContentScanner, AutoCloseable {
    private final List<Scanner> scanners;
    private final ScanPolicy policy;
    private final ScanObserver observer;
    private final Semaphore room;

    /** Scanners that are asked so. */
    public Scanners(List<Scanner> scanners, ScanPolicy policy, ScanObserver observer) {
        this.scanners = List.copyOf(scanners);
        this.policy = policy;
        this.observer = observer;
        this.room = new Semaphore(policy.atOnce());
    }

    /** Messages that are looked into now. */
    public int underWay() {
        return policy.atOnce() - room.availablePermits();
    }

    @Override
    public void close() {
        scanners.forEach(Scanner::close);
    }

    @Override
    public boolean wants(AcceptedMessage message) {
        return !scanners.isEmpty() && (policy.submissions() || !message.role().isSubmission());
    }

    @Override
    public ScanResult scan(AcceptedMessage message, MessageContent content)
            throws InterruptedException {
        if (!room.tryAcquire(policy.waitLimit().toNanos(), TimeUnit.NANOSECONDS)) {
            return result(
                    scanners.stream()
                            .map(scanner -> failed(scanner, "too many messages wait"))
                            .toList());
        }
        long deadline = System.nanoTime() + policy.timeLimit().toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Finding>> asked = new ArrayList<>();
            for (Scanner scanner : scanners) {
                asked.add(threads.submit(() -> ask(scanner, message, content)));
            }
            try {
                List<Finding> findings = new ArrayList<>();
                for (int i = 0; i < scanners.size(); i++) {
                    findings.add(await(scanners.get(i), asked.get(i), deadline));
                }
                return result(findings);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        } finally {
            room.release();
        }
    }

    private Finding ask(Scanner scanner, AcceptedMessage message, MessageContent content) {
        if (content.size() > scanner.maxSize()) {
            String why = "larger than " + scanner.maxSize() + " octets";
            return new Finding(scanner.name(), Outcome.SKIPPED, why, "");
        }
        long begin = System.nanoTime();
        Finding finding;
        try {
            finding = scanner.scan(message, content);
        } catch (IOException e) {
            finding = failure(scanner, String.valueOf(e.getMessage()));
        }
        observer.scanned(finding, Duration.ofNanos(System.nanoTime() - begin));
        return finding;
    }

    /** One that is too late is interrupted, which closes its connection. */
    private Finding await(Scanner scanner, Future<Finding> asked, long deadline)
            throws InterruptedException {
        try {
            return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return failed(scanner, "no answer within " + policy.timeLimit().toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(scanner, String.valueOf(e.getCause()));
        }
    }

    private Finding failed(Scanner scanner, String why) {
        Finding finding = failure(scanner, why);
        observer.scanned(finding, policy.timeLimit());
        return finding;
    }

    private static Finding failure(Scanner scanner, String why) {
        return new Finding(scanner.name(), Outcome.FAILED, PlainText.of(why), "");
    }

    private ScanResult result(List<Finding> findings) {
        return new ScanResult(
                findings,
                first(findings, Outcome.JUNK).map(Scanners::words),
                first(findings, Outcome.VIRUS)
                        .map(found ->
                                Refusal.of(
                                        RejectReason.VIRUS_FOUND, found.detail(), found.scanner()))
                        .or(() -> refusal(findings, Outcome.SPAM, RejectReason.LOOKS_LIKE_SPAM))
                        .or(() -> whenDown(findings))
                        .or(() -> refusal(findings, Outcome.DEFER, RejectReason.CONTENT_DEFERRED)));
    }

    private Optional<Refusal> whenDown(List<Finding> findings) {
        return first(findings, Outcome.FAILED)
                .filter(found -> policy.whenDown() == WhenDown.DEFER)
                .map(found -> Refusal.of(RejectReason.SCANNER_UNAVAILABLE));
    }

    private static Optional<Refusal> refusal(
            List<Finding> findings, Outcome outcome, RejectReason reason) {
        return first(findings, outcome).map(found -> Refusal.of(reason, words(found)));
    }

    private static String words(Finding finding) {
        return finding.scanner() + ": " + finding.detail();
    }

    private static Optional<Finding> first(List<Finding> findings, Outcome outcome) {
        @Nullable Finding first = null;
        for (Finding finding : findings) {
            if (first == null && finding.outcome() == outcome) {
                first = finding;
            }
        }
        return Optional.ofNullable(first);
    }
}
