package posthorn.protocol.dkim;

import java.util.List;

/** Writes a signature as a folded header field, {@code b=} last. */
final class SignatureFormat {
    /** RFC 5322 §2.1.1. */
    private static final int LINE = 78;

    private final StringBuilder out = new StringBuilder(640);
    private int column;

    private SignatureFormat() {}

    static String encode(DkimSignature signature) {
        SignatureFormat format = new SignatureFormat();
        format.write(SignatureField.NAME + ":");
        format.tag("v=1;");
        format.tag("a=" + signature.algorithm().word() + ";");
        format.tag(
                "c=%s/%s;"
                        .formatted(
                                signature.headerForm().word(),
                                signature.body().canonicalization().word()));
        format.tag("d=" + signature.domain().folded() + ";");
        format.tag("s=" + signature.key().selector().folded() + ";");
        if (!signature.identity().equals("@" + signature.domain().folded())) {
            format.tag("i=" + DkimQuotedPrintable.encode(signature.identity()) + ";");
        }
        signature.body().length().ifPresent(length -> format.tag("l=" + length + ";"));
        signature.timestamp().ifPresent(time -> format.tag("t=" + time + ";"));
        signature.expiration().ifPresent(time -> format.tag("x=" + time + ";"));
        format.names(signature.signedFields());
        format.tag("bh=" + signature.bodyHash() + ";");
        format.base64(signature.signature());
        return format.out.append("\r\n").toString();
    }

    private void tag(String tag) {
        if (column + 1 + tag.length() > LINE) {
            write("\r\n ");
            column = 1;
        } else {
            write(" ");
        }
        write(tag);
    }

    private void names(List<String> names) {
        tag("h=" + names.getFirst() + (names.size() == 1 ? ";" : ""));
        for (int i = 1; i < names.size(); i++) {
            String name = names.get(i) + (i == names.size() - 1 ? ";" : "");
            write(":");
            if (column + 1 + name.length() > LINE) {
                write("\r\n ");
                column = 1;
            }
            write(name);
        }
    }

    private void base64(String text) {
        write("\r\n b=");
        column = 3;
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + LINE - column);
            write(text.substring(at, end));
            at = end;
            if (at < text.length()) {
                write("\r\n ");
                column = 1;
            }
        }
    }

    private void write(String octets) {
        out.append(octets);
        column += octets.length();
    }
}
