package posthorn.delivery.reports;

import java.util.List;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.DmarcVerdict;
import posthorn.protocol.wire.SpfVerdict;

/** Counts what became of mail in the name of domains that have a policy. */
public final class DmarcResults {

    private static final int MOST_SIGNATURES = 10;

    private final ResultCounter counter;

    /** Into a counter. */
    public DmarcResults(ResultCounter counter) {
        this.counter = counter;
    }

    /** Counts the verdict of an event, where it has one. */
    public void seen(DeliveryEvent event) {
        if (!event.hasAuthentication()) {
            return;
        }
        for (DmarcVerdict verdict : event.getAuthentication().getDmarcList()) {
            boolean known =
                    verdict.getResult().equals("pass") || verdict.getResult().equals("fail");
            if (known && !verdict.getPolicyDomain().isEmpty()) {
                counter.count(
                        ReportKind.DMARC,
                        verdict.getPolicyDomain(),
                        Rows.write(row(event, event.getAuthentication(), verdict)));
            }
        }
    }

    private static DmarcRow row(DeliveryEvent event, Authentication checks, DmarcVerdict verdict) {
        SpfVerdict spf = checks.getMailFrom();
        List<DmarcRow.Signature> signatures =
                checks.getDkimList().stream()
                        .limit(MOST_SIGNATURES)
                        .map(each ->
                                new DmarcRow.Signature(
                                        each.getDomain(), each.getSelector(), each.getResult()))
                        .toList();
        String path = event.getReversePath();
        return new DmarcRow(
                event.getHost(),
                verdict.getResult().equals("pass") ? "none" : event.getDisposition(),
                verdict.getDkimAligned(),
                verdict.getSpfAligned(),
                checks.getOverride(),
                verdict.getAuthor(),
                path.substring(path.lastIndexOf('@') + 1),
                signatures,
                spf.getDomain(),
                spf.getResult());
    }
}
