package posthorn.delivery.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.reports.ReceivedReport.Row;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.PartRange;
import posthorn.runtime.log.LogText;

/**
 * Finds the report in a message of a stranger. Everything is bounded: parts that are looked at,
 * octets that a part unpacks to, rows that are kept; XML has no document type and no entities.
 */
public final class ReportReader {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PARTS = 10;
    private static final int LONGEST_TEXT = 256;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZIP_MAGIC = 0x504b;

    private final int mostUnpacked;
    private final int mostRows;

    /**
     * Bounds.
     *
     * @param mostUnpacked octets of a report when it is unpacked
     * @param mostRows rows that are kept
     */
    public ReportReader(int mostUnpacked, int mostRows) {
        this.mostUnpacked = mostUnpacked;
        this.mostRows = mostRows;
    }

    /** What is no report, or none that can be read. */
    static final class NoReport extends Exception {
        private static final long serialVersionUID = 1L;

        NoReport(String reason) {
            super(reason, null, false, false);
        }

        NoReport(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * The first report in a message; empty: there is none, or none that can be read.
     *
     * @param received milliseconds since 1970
     */
    public Optional<ReceivedReport> read(byte[] message, long received) {
        List<BodyPart.Leaf> leaves = new ArrayList<>();
        collect(MessageStructure.parse(message).root(), leaves);
        for (BodyPart.Leaf leaf : leaves) {
            try {
                return Optional.of(report(unpacked(content(message, leaf)), received));
            } catch (NoReport e) {
                // Another part may be one.
            }
        }
        return Optional.empty();
    }

    private static void collect(BodyPart part, List<BodyPart.Leaf> leaves) {
        switch (part) {
            case BodyPart.Leaf leaf -> {
                if (leaves.size() < MOST_PARTS) {
                    leaves.add(leaf);
                }
            }
            case BodyPart.Multipart multipart ->
                    multipart.parts().forEach(each -> collect(each, leaves));
            case BodyPart.Embedded embedded -> {
                // A message that somebody passed on is not a report to us.
            }
        }
    }

    private static byte[] content(byte[] message, BodyPart.Leaf leaf) {
        PartRange range = leaf.range();
        byte[] octets = Arrays.copyOfRange(message, range.bodyOffset(), range.end());
        String encoding = leaf.fields().encoding();
        return encoding != null && encoding.equalsIgnoreCase("base64") ? base64(octets) : octets;
    }

    private static byte[] base64(byte[] octets) {
        try {
            return Base64.getMimeDecoder().decode(octets);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** As it is, or what is packed in it, whatever its name says. */
    private byte[] unpacked(byte[] octets) throws NoReport {
        int magic = octets.length < 2 ? 0 : (octets[0] & 0xff) << 8 | (octets[1] & 0xff);
        try (InputStream in = new ByteArrayInputStream(octets)) {
            return switch (magic) {
                case GZIP_MAGIC -> bounded(new GZIPInputStream(in));
                case ZIP_MAGIC -> {
                    ZipInputStream zip = new ZipInputStream(in);
                    if (zip.getNextEntry() == null) {
                        throw new NoReport("an archive without a file");
                    }
                    yield bounded(zip);
                }
                default -> bounded(in);
            };
        } catch (IOException e) {
            throw new NoReport("it cannot be unpacked", e);
        }
    }

    private byte[] bounded(InputStream in) throws IOException, NoReport {
        byte[] octets = in.readNBytes(mostUnpacked + 1);
        if (octets.length > mostUnpacked) {
            throw new NoReport("it unpacks to more than " + mostUnpacked + " octets");
        }
        return octets;
    }

    private ReceivedReport report(byte[] octets, long received) throws NoReport {
        int at = 0;
        boolean mark = octets.length > 2 && octets[0] == (byte) 0xef && octets[1] == (byte) 0xbb;
        at = mark ? 3 : at;
        while (at < octets.length && octets[at] <= ' ' && octets[at] >= 0) {
            at++;
        }
        byte first = at < octets.length ? octets[at] : 0;
        return switch (first) {
            case '{' -> tls(octets, received);
            case '<' -> DmarcReportReader.read(octets, mostRows, received);
            default -> throw new NoReport("neither JSON nor XML");
        };
    }

    private ReceivedReport tls(byte[] octets, long received) throws NoReport {
        JsonNode report = json(octets);
        String id = text(report.path("report-id"));
        if (!report.path("policies").isArray() || id.isEmpty()) {
            throw new NoReport("it has no policies");
        }
        long passed = 0;
        long failed = 0;
        String domain = "";
        List<Row> rows = new ArrayList<>();
        for (JsonNode each : report.path("policies")) {
            domain = domain.isEmpty() ? text(each.at("/policy/policy-domain")) : domain;
            long good = count(each.at("/summary/total-successful-session-count"));
            passed += good;
            failed += count(each.at("/summary/total-failure-session-count"));
            String type = text(each.at("/policy/policy-type"));
            if (good > 0) {
                rows.add(new Row(good, true, "", type));
            }
            for (JsonNode detail : each.path("failure-details")) {
                rows.add(failure(type, detail));
            }
        }
        return new ReceivedReport(
                ReportKind.TLS,
                id,
                domain.toLowerCase(Locale.ROOT),
                text(report.path("organization-name")),
                text(report.path("contact-info")),
                time(report.at("/date-range/start-datetime")),
                time(report.at("/date-range/end-datetime")),
                passed,
                failed,
                received,
                kept(rows, mostRows));
    }

    private static JsonNode json(byte[] octets) throws NoReport {
        try {
            return JSON.readTree(new String(octets, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new NoReport("it is no JSON", e);
        }
    }

    private static Row failure(String type, JsonNode detail) {
        String words =
                type
                        + ": "
                        + text(detail.path("result-type"))
                        + " at "
                        + text(detail.path("receiving-mx-hostname"))
                        + " "
                        + text(detail.path("failure-reason-code"));
        return new Row(
                count(detail.path("failed-session-count")),
                false,
                text(detail.path("receiving-ip")),
                words.strip());
    }

    /** The most frequent ones. */
    static List<Row> kept(List<Row> rows, int most) {
        return rows.stream()
                .sorted(Comparator.comparingLong(Row::count).reversed())
                .limit(most)
                .toList();
    }

    private static long count(JsonNode node) {
        return Math.max(0, node.asLong(0));
    }

    private static long time(JsonNode node) {
        try {
            return OffsetDateTime.parse(node.asText("")).toEpochSecond();
        } catch (DateTimeException e) {
            return instant(node.asText(""));
        }
    }

    private static long instant(String text) {
        try {
            return Instant.parse(text).getEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static String text(JsonNode node) {
        return clean(node.isValueNode() ? node.asText("") : "");
    }

    /** What a stranger wrote, cut and without control characters. */
    static String clean(@Nullable String text) {
        return text == null ? "" : LogText.clean(text.strip(), LONGEST_TEXT);
    }
}
