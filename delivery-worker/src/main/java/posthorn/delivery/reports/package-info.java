/**
 * Reports between domains: what we tell others about TLS with their hosts (RFC 8460) and about mail
 * in their name (RFC 9990), and what others tell us.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.reports.TlsResults} and {@link
 *       posthorn.delivery.reports.DmarcResults} make rows of what happened; {@link
 *       posthorn.delivery.reports.ResultCounter} counts equal ones and adds them to {@link
 *       posthorn.delivery.reports.ReportCounts} now and then: any number of workers count into the
 *       same day.
 *   <li>{@link posthorn.delivery.reports.ReportSender} makes a report of each day that is over, for
 *       each domain that asks for one: one worker claims it, as a message or over HTTPS.
 *   <li>{@link posthorn.delivery.reports.ReportIntake} reads what comes to our own address for
 *       reports, within bounds, and keeps it in {@link posthorn.delivery.reports.ReceivedReports}.
 * </ol>
 */
@NullMarked
package posthorn.delivery.reports;

import org.jspecify.annotations.NullMarked;
