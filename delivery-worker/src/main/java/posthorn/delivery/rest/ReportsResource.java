package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.reports.ReceivedReport;
import posthorn.delivery.reports.ReceivedReports;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** What others report on our domains. */
@ForServices
@Path("/worker/v1/reports")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReportsResource {

    private final ReceivedReports reports;

    @Inject
    ReportsResource(ReceivedReports reports) {
        this.reports = reports;
    }

    /** One report. */
    public record Report(
            String kind,
            String id,
            String organization,
            String contact,
            String begin,
            String end,
            long passed,
            long failed,
            List<ReceivedReport.Row> rows) {
        static Report of(ReceivedReport report) {
            return new Report(
                    report.kind().word(),
                    report.id(),
                    report.organization(),
                    report.contact(),
                    Instant.ofEpochSecond(report.begin()).toString(),
                    Instant.ofEpochSecond(report.end()).toString(),
                    report.passed(),
                    report.failed(),
                    report.rows());
        }
    }

    /** Reports on a domain, the latest first. */
    @GET
    @Path("{domain}")
    public Page<Report> of(
            @PathParam("domain") String domain, @QueryParam("limit") @Nullable String limit) {
        int most = PageRequest.of(limit, null).limit();
        String name =
                AddressKey.domainKey(domain)
                        .orElseThrow(() ->
                                Problem.of(
                                                ProblemCode.INVALID,
                                                "'" + domain + "' is no domain.",
                                                "Give one such as example.org.")
                                        .exception());
        return Page.all(reports.of(name, most).stream().map(Report::of).toList());
    }
}
