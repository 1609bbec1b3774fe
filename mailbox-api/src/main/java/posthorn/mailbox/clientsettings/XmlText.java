package posthorn.mailbox.clientsettings;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document that is being written, each element on a line of its own; texts are escaped. */
final class XmlText {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;
    private int depth;

    /**
     * Begins one in UTF-8.
     *
     * @param doctype its document type declaration; empty: none
     */
    XmlText(String doctype) {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            if (!doctype.isEmpty()) {
                text.append(doctype).append('\n');
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins an element; the attributes are names and values, in turn. */
    XmlText open(String name, String... attributes) {
        return write(() -> {
            writer.writeCharacters("  ".repeat(depth));
            writer.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                writer.writeAttribute(attributes[i], attributes[i + 1]);
            }
            writer.writeCharacters("\n");
            depth++;
        });
    }

    /** An element with a text and nothing else. */
    XmlText element(String name, String content) {
        return write(() -> {
            writer.writeCharacters("  ".repeat(depth));
            writer.writeStartElement(name);
            writer.writeCharacters(content);
            writer.writeEndElement();
            writer.writeCharacters("\n");
        });
    }

    /** An element without content. */
    XmlText empty(String name) {
        return write(() -> {
            writer.writeCharacters("  ".repeat(depth));
            writer.writeEmptyElement(name);
            writer.writeCharacters("\n");
        });
    }

    /** Ends the element that was opened last. */
    XmlText close() {
        return write(() -> {
            depth--;
            writer.writeCharacters("  ".repeat(depth));
            writer.writeEndElement();
            writer.writeCharacters("\n");
        });
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private XmlText write(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        try {
            writer.flush();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
