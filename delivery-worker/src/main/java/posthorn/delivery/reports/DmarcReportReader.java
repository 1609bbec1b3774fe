package posthorn.delivery.reports;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import posthorn.delivery.reports.ReceivedReport.Row;
import posthorn.delivery.reports.ReportReader.NoReport;

/**
 * Reads a report on mail (RFC 9990, and RFC 7489 before it, whatever the namespace): in one pass,
 * without a document type, without entities.
 */
final class DmarcReportReader {

    private static final int DEEPEST = 20;
    private static final int LONGEST = 1024;

    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> head = new HashMap<>();
    private final Map<String, String> row = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final int mostRows;
    private long passed;
    private long failed;

    private DmarcReportReader(int mostRows) {
        this.mostRows = mostRows;
    }

    static ReceivedReport read(byte[] octets, int mostRows, long received) throws NoReport {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        DmarcReportReader reader = new DmarcReportReader(mostRows);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(octets));
            while (xml.hasNext()) {
                reader.event(xml, xml.next());
            }
        } catch (XMLStreamException e) {
            throw new NoReport("it is no XML", e);
        }
        return reader.report(received);
    }

    private void event(XMLStreamReader xml, int event) throws NoReport {
        switch (event) {
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new NoReport("it has a document type");
            case XMLStreamConstants.START_ELEMENT -> {
                if (path.size() == DEEPEST) {
                    throw new NoReport("it is too deep");
                }
                path.addLast(xml.getLocalName());
                text.setLength(0);
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                if (text.length() < LONGEST) {
                    text.append(xml.getText());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> {
                end();
                path.removeLast();
                text.setLength(0);
            }
            default -> {
                // Comments, white space, processing instructions.
            }
        }
    }

    private void end() {
        String name = String.join("/", path);
        if (name.equals("feedback/record")) {
            row();
        } else if (name.startsWith("feedback/record/")) {
            String key = name.substring("feedback/record/".length());
            row.merge(key, ReportReader.clean(text.toString()), DmarcReportReader::both);
        } else {
            head.putIfAbsent(name, ReportReader.clean(text.toString()));
        }
    }

    /** Of several signatures all are shown. */
    private static String both(String first, String second) {
        return first.length() > LONGEST ? first : first + ", " + second;
    }

    private void row() {
        long count = number(row.getOrDefault("row/count", "0"));
        String dkim = row.getOrDefault("row/policy_evaluated/dkim", "");
        String spf = row.getOrDefault("row/policy_evaluated/spf", "");
        boolean good = dkim.equals("pass") || spf.equals("pass");
        passed += good ? count : 0;
        failed += good ? 0 : count;
        String words =
                "from "
                        + row.getOrDefault("identifiers/header_from", "-")
                        + ": "
                        + row.getOrDefault("row/policy_evaluated/disposition", "-")
                        + ", dkim="
                        + dkim
                        + " ("
                        + row.getOrDefault("auth_results/dkim/domain", "-")
                        + " "
                        + row.getOrDefault("auth_results/dkim/result", "none")
                        + "), spf="
                        + spf
                        + " ("
                        + row.getOrDefault("auth_results/spf/domain", "-")
                        + " "
                        + row.getOrDefault("auth_results/spf/result", "none")
                        + ")";
        rows.add(new Row(count, good, row.getOrDefault("row/source_ip", ""), words));
        if (rows.size() > 2 * mostRows) {
            List<Row> most = ReportReader.kept(rows, mostRows);
            rows.clear();
            rows.addAll(most);
        }
        row.clear();
    }

    private ReceivedReport report(long received) throws NoReport {
        String metadata = "feedback/report_metadata/";
        String id = head.getOrDefault(metadata + "report_id", "");
        String domain = head.getOrDefault("feedback/policy_published/domain", "");
        if (id.isEmpty() || domain.isEmpty()) {
            throw new NoReport("it is no report on mail");
        }
        return new ReceivedReport(
                ReportKind.DMARC,
                id,
                domain.toLowerCase(Locale.ROOT),
                head.getOrDefault(metadata + "org_name", ""),
                head.getOrDefault(metadata + "email", ""),
                number(head.getOrDefault(metadata + "date_range/begin", "0")),
                number(head.getOrDefault(metadata + "date_range/end", "0")),
                passed,
                failed,
                received,
                ReportReader.kept(rows, mostRows));
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
