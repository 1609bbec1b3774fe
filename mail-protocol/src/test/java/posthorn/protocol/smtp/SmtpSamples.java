package posthorn.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random values of this package that can all be encoded. */
final class SmtpSamples {
    private static final String ATOM = "abcXYZ019!#$%&'*+-/=?^_`{|}~\u00e9\u4f8b";
    private static final String QUOTED = ATOM + " @<>()[],;:\\\".";
    private static final String NAME = "abcXYZ019\u00e9\u00df\u4f8b";

    private final Random random;

    SmtpSamples(Random random) {
        this.random = random;
    }

    Command command() {
        return switch (random.nextInt(12)) {
            case 0 -> new Command.Ehlo(domain().encode());
            case 1 -> new Command.Helo(domain().encode());
            case 2 -> new Command.Data();
            case 3 -> new Command.Rset();
            case 4 -> new Command.Quit();
            case 5 -> new Command.StartTls();
            case 6 -> new Command.Noop(random.nextBoolean() ? "" : text(ATOM, 1, 9));
            case 7 -> new Command.Vrfy(text(ATOM, 1, 9));
            case 8 -> new Command.Auth("PLAIN", option("AGEAYg=="));
            case 9, 10 -> new Command.Mail(reversePath(), parameters());
            default -> new Command.Rcpt(forwardPath(), parameters());
        };
    }

    ReversePath reversePath() {
        return random.nextInt(4) == 0 ? ReversePath.NULL : new ReversePath.Sender(mailbox());
    }

    ForwardPath forwardPath() {
        return random.nextInt(4) == 0
                ? new ForwardPath.Postmaster("Postmaster")
                : new ForwardPath.Recipient(mailbox());
    }

    Mailbox mailbox() {
        String local = random.nextBoolean() ? text(ATOM, 1, 20) : text(QUOTED, 0, 20);
        return new Mailbox(new LocalPart(local), domain());
    }

    Domain domain() {
        return switch (random.nextInt(5)) {
            case 0 -> new AddressLiteral("192.0.2." + random.nextInt(256));
            case 1 ->
                    new AddressLiteral(
                            "IPv6:2001:db8::" + Integer.toHexString(random.nextInt(65536)));
            default -> new DomainName(text(NAME, 1, 12) + "." + text(NAME, 1, 8));
        };
    }

    Reply reply() {
        int kind = 2 + random.nextInt(4);
        int code = kind * 100 + random.nextInt(60);
        boolean status = kind != 3 && random.nextBoolean();
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            lines.add("x" + text(QUOTED, 0, 30));
        }
        EnhancedStatus value =
                new EnhancedStatus(kind == 3 ? 2 : kind, random.nextInt(8), random.nextInt(30));
        return new Reply(code, status ? Optional.of(value) : Optional.empty(), lines);
    }

    private List<EsmtpParameter> parameters() {
        List<EsmtpParameter> parameters = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String keyword = "K" + i;
            parameters.add(
                    random.nextBoolean()
                            ? EsmtpParameter.of(keyword)
                            : EsmtpParameter.of(keyword, Xtext.encode(text(QUOTED, 1, 9))));
        }
        return parameters;
    }

    private Optional<String> option(String value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    String text(String alphabet, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
