/**
 * The message as octets: header (RFC 5322), structure (RFC 2045–2049), envelope (RFC 3501 §7.4.2),
 * and the text that people read and search for.
 *
 * <p>What comes in is what a stranger sent. Nothing here throws for it: each thing that can be
 * wrong has a reading, and the reading stands where the thing is parsed. Nothing here changes a
 * message either: a structure is a set of offsets into the octets as they came.
 *
 * <p>The pieces, from the outside in:
 *
 * <ol>
 *   <li>{@link posthorn.protocol.mime.HeaderScan} answers, in one pass, the few questions that have
 *       to be answered before a message is taken.
 *   <li>{@link posthorn.protocol.mime.MessageStructure} is the tree of {@link
 *       posthorn.protocol.mime.BodyPart}s with the {@link posthorn.protocol.mime.EnvelopeStructure}
 *       of each message in it: made once, when a message is stored.
 *   <li>{@link posthorn.protocol.mime.MessageText} reads text out of a message for previews and for
 *       SEARCH.
 * </ol>
 *
 * <p><b>Octet strings.</b> A header may hold any octets, and IMAP has to return those that came.
 * Where the Javadoc says <i>octets</i>, a {@code String} holds one char of 0–255 for each octet
 * (ISO 8859-1), see {@link posthorn.protocol.mime.OctetString}. Where it says <i>text</i>, the
 * String is decoded Unicode.
 *
 * <p>Everything is immutable or confined to one call, and may be used by any thread.
 */
@NullMarked
package posthorn.protocol.mime;

import org.jspecify.annotations.NullMarked;
