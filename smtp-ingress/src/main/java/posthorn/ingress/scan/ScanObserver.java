package posthorn.ingress.scan;

import java.time.Duration;
import posthorn.ingress.session.ScanResult;

/** Is told what scanners say, for counters and alarms. Safe for all threads. */
@FunctionalInterface
public interface ScanObserver {

    /**
     * A scanner was asked.
     *
     * @param time that it took
     */
    void scanned(ScanResult.Finding finding, Duration time);
}
