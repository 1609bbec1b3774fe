package posthorn.protocol.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages put together at random from pieces that matter to the parsers, and from noise. */
public final class RandomMessages {
    private static final List<String> PIECES =
            List.of(
                    "\r\n",
                    "\r\n",
                    "\n",
                    "\r\n\r\n",
                    "\n\n",
                    "--a",
                    "--a\r\n",
                    "\r\n--a\r\n",
                    "\r\n--a--\r\n",
                    "\r\n--b\r\n",
                    "\n--b--\n",
                    "--a  \r\n",
                    "\r\n--ab\r\n",
                    "--ab--x\r\n",
                    "Content-Type: multipart/mixed boundary=ab\r\n",
                    "Content-Type: message/global\r\n",
                    "Content-Disposition: a; filename=a b (1).c; n*1=\"x y\"; n*0*=u''%41\r\n",
                    "Content-Type: multipart/mixed; boundary=a\r\n",
                    "Content-Type: multipart/digest; boundary=\"b\"\r\n",
                    "Content-Type: multipart/alternative\r\n",
                    "Content-Type: message/rfc822\r\n",
                    "Content-Type: text/plain; charset=\"=?\r\n",
                    "Content-Type: text/html; charset=utf-8\r\n",
                    "Content-Transfer-Encoding: base64\r\n",
                    "Content-Transfer-Encoding: quoted-printable\r\n",
                    "Content-Disposition: attachment; filename*0*=utf-8''%e4; filename*1=x\r\n",
                    "Subject: =?utf-8?q?=C3=A4_?= =?utf-8?b?w6Q=?=\r\n",
                    "From: \"a\" <a@b.example>, g: c@d, (x) e@f;\r\n",
                    "To: <@r:a@b>, \"\r\n",
                    " folded\r\n",
                    "Message-ID: <1@x>\r\n",
                    "Received: from x\r\n",
                    "text =E4= \u00e4 \u00ff <b>bold&amp;</b> <!-- ",
                    "aGFsbG8=",
                    "\r",
                    "\0",
                    "(",
                    "\\");

    private RandomMessages() {}

    /** A message of up to {@code pieces} pieces. */
    public static byte[] message(RandomGenerator random, int pieces) {
        StringBuilder message = new StringBuilder();
        int count = random.nextInt(pieces + 1);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(8) == 0) {
                message.append((char) random.nextInt(256));
            } else {
                message.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return message.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
