package posthorn.mailbox.rest.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import posthorn.mailbox.browse.StoredMessage;
import posthorn.protocol.mime.BodyPart;

/** Numbers of parts, {@code 2.1} (RFC 3501 §6.4.5). */
final class SectionNumber {

    private static final int DEEPEST = 200;

    private SectionNumber() {}

    /**
     * The part of that number that is taken no further apart.
     *
     * @throws NoSuchElementException when there is none
     */
    static BodyPart leaf(StoredMessage message, String number) {
        BodyPart part = message.structure().part(parse(number));
        if (part == null || part instanceof BodyPart.Multipart) {
            throw gone();
        }
        return part;
    }

    private static List<Integer> parse(String number) {
        List<Integer> section = new ArrayList<>();
        for (String each : number.split("\\.", DEEPEST)) {
            try {
                section.add(Integer.valueOf(each));
            } catch (NumberFormatException none) {
                throw gone();
            }
        }
        return section;
    }

    private static NoSuchElementException gone() {
        return new NoSuchElementException("there is no such part");
    }
}
