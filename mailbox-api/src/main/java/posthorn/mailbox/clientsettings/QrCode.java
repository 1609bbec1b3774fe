package posthorn.mailbox.clientsettings;

import java.util.Locale;

/** A text as a QR code (ISO/IEC 18004), as a picture that any browser shows. */
public final class QrCode {

    /** Modules of quiet zone on each side (ISO/IEC 18004 §5.3.8). */
    private static final int MARGIN = 4;

    private QrCode() {}

    /**
     * SVG of the code, black on white, with a viewBox and no size of its own.
     *
     * @throws IllegalArgumentException when the text is longer than a code can be, about 2,300
     *     octets
     */
    public static String svg(String text) {
        io.nayuki.qrcodegen.QrCode code = encoded(text);
        int side = code.size + 2 * MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append(
                            String.format(Locale.ROOT, "M%d,%dh1v1h-1z", x + MARGIN, y + MARGIN));
                }
            }
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
        <rect width="100%%" height="100%%" fill="#fff"/><path d="%2$s" fill="#000"/></svg>
        """
                .formatted(side, path);
    }

    private static io.nayuki.qrcodegen.QrCode encoded(String text) {
        try {
            return io.nayuki.qrcodegen.QrCode.encodeText(
                    text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
        } catch (io.nayuki.qrcodegen.DataTooLongException e) {
            throw new IllegalArgumentException("the text is too long for a QR code", e);
        }
    }
}
