package posthorn.delivery.reports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import posthorn.protocol.dmarc.DmarcPolicy;
import posthorn.protocol.dmarc.DmarcRecord;

/** The report on mail of one day (RFC 9990 §3.1): the same counts, the same octets. */
final class DmarcReport {

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

    private final XMLStreamWriter xml;

    private DmarcReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * As XML.
     *
     * @param record of the domain, as it is now
     */
    static byte[] compose(ReportEnvelope envelope, DmarcRecord record, List<CountedRow> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory()
                            .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new DmarcReport(xml).write(envelope, record, rows);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private void write(ReportEnvelope envelope, DmarcRecord record, List<CountedRow> rows)
            throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("feedback");
        xml.writeDefaultNamespace(NAMESPACE);
        text("version", "1.0");
        metadata(envelope);
        published(envelope, record);
        List<CountedRow> sorted =
                rows.stream().sorted(Comparator.comparing(CountedRow::row)).toList();
        for (CountedRow each : sorted) {
            record(Rows.read(each.row(), DmarcRow.class), each.count());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void metadata(ReportEnvelope envelope) throws XMLStreamException {
        xml.writeStartElement("report_metadata");
        text("org_name", envelope.organization());
        text("email", envelope.contact());
        text("report_id", envelope.id());
        xml.writeStartElement("date_range");
        text("begin", Long.toString(envelope.begin().getEpochSecond()));
        text("end", Long.toString(envelope.end().getEpochSecond() - 1));
        xml.writeEndElement();
        text("generator", "Posthorn");
        xml.writeEndElement();
    }

    private void published(ReportEnvelope envelope, DmarcRecord record) throws XMLStreamException {
        String policy = word(record.policy(), DmarcPolicy.NONE.word());
        String below = word(record.subdomains(), policy);
        xml.writeStartElement("policy_published");
        text("domain", envelope.domain());
        text("discovery_method", "treewalk");
        text("p", policy);
        text("sp", below);
        text("np", word(record.absent(), below));
        text("adkim", record.strictDkim() ? "s" : "r");
        text("aspf", record.strictSpf() ? "s" : "r");
        text("testing", record.testing() ? "y" : "n");
        xml.writeEndElement();
    }

    private static String word(Optional<DmarcPolicy> policy, String otherwise) {
        return policy.map(DmarcPolicy::word).orElse(otherwise);
    }

    private void record(DmarcRow row, long count) throws XMLStreamException {
        xml.writeStartElement("record");
        xml.writeStartElement("row");
        text("source_ip", row.address());
        text("count", Long.toString(count));
        xml.writeStartElement("policy_evaluated");
        text("disposition", row.disposition());
        text("dkim", row.dkim() ? "pass" : "fail");
        text("spf", row.spf() ? "pass" : "fail");
        if (!row.reason().isEmpty()) {
            xml.writeStartElement("reason");
            text("type", "local_policy");
            text("comment", row.reason());
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeStartElement("identifiers");
        text("header_from", row.author());
        text("envelope_from", row.sender());
        xml.writeEndElement();
        results(row);
        xml.writeEndElement();
    }

    private void results(DmarcRow row) throws XMLStreamException {
        xml.writeStartElement("auth_results");
        for (DmarcRow.Signature signature : row.signatures()) {
            xml.writeStartElement("dkim");
            text("domain", signature.domain());
            text("selector", signature.selector());
            text("result", signature.result());
            xml.writeEndElement();
        }
        if (!row.spfDomain().isEmpty()) {
            xml.writeStartElement("spf");
            text("domain", row.spfDomain());
            text("scope", "mfrom");
            text("result", row.spfResult());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** What XML 1.0 has no place for becomes a question mark. */
    private void text(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.appendCodePoint(isCharacter(c) ? c : '?'));
        xml.writeCharacters(clean.toString());
        xml.writeEndElement();
    }

    private static boolean isCharacter(int c) {
        boolean space = c == '\t' || c == '\n' || c == '\r';
        return space || (c >= ' ' && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c > 0xFFFF;
    }
}
