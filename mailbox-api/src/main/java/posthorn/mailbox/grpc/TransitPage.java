package posthorn.mailbox.grpc;

import org.jspecify.annotations.Nullable;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.intake.TransitBodies;

/** Where a page of transit bodies begins: the time of the last one of the page before, its name. */
final class TransitPage {

    private TransitPage() {}

    static String next(TransitBodies.Stored last) {
        return last.stored() + ":" + last.name();
    }

    /**
     * The last one of the page before; null: there was none.
     *
     * @throws InvalidRequest when the text is not what {@link #next} made
     */
    static TransitBodies.@Nullable Stored after(String text) {
        if (text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        try {
            return new TransitBodies.Stored(
                    TransitBodies.Name.parse(text.substring(colon + 1)),
                    Long.parseLong(text, 0, Math.max(colon, 0), 10));
        } catch (NumberFormatException e) {
            throw new InvalidRequest("'" + text + "' is no place in the list");
        }
    }
}
