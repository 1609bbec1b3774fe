package posthorn.protocol.smtp;

import java.util.List;
import java.util.Optional;

/**
 * A command line of SMTP (RFC 5321 §4.1.1), as the server reads it and the client writes it.
 *
 * <p>{@code Command.parse(command.encode())} is the command again. Whether a command may come now,
 * and what its parameters mean, is the session's business.
 */
public sealed interface Command {

    /**
     * The command in a line.
     *
     * @param line octets without CRLF; not UTF-8 is {@link Malformed}
     */
    static Command parse(byte[] line) {
        return CommandParser.parse(line);
    }

    /**
     * The command in a line.
     *
     * @param line text without CRLF
     */
    static Command parse(String line) {
        return CommandParser.parse(line);
    }

    /** The line, without CRLF. */
    String encode();

    /**
     * EHLO, RFC 5321 §4.1.1.1.
     *
     * @param client the client's name for itself: usually a domain or an address literal, but any
     *     word is taken
     */
    record Ehlo(String client) implements Command {
        @Override
        public String encode() {
            return "EHLO " + client;
        }
    }

    /**
     * HELO, RFC 5321 §4.1.1.1.
     *
     * @param client see {@link Ehlo}
     */
    record Helo(String client) implements Command {
        @Override
        public String encode() {
            return "HELO " + client;
        }
    }

    /**
     * MAIL, RFC 5321 §4.1.1.2.
     *
     * @param path the reverse-path
     * @param parameters in the order in which they came; each keyword once
     */
    record Mail(ReversePath path, List<EsmtpParameter> parameters) implements Command {
        /** Copies the list. */
        public Mail {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String encode() {
            return CommandParser.join("MAIL FROM:<" + path.encode() + ">", parameters);
        }
    }

    /**
     * RCPT, RFC 5321 §4.1.1.3.
     *
     * @param path the forward-path
     * @param parameters in the order in which they came; each keyword once
     */
    record Rcpt(ForwardPath path, List<EsmtpParameter> parameters) implements Command {
        /** Copies the list. */
        public Rcpt {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String encode() {
            return CommandParser.join("RCPT TO:<" + path.encode() + ">", parameters);
        }
    }

    /** DATA, RFC 5321 §4.1.1.4. */
    record Data() implements Command {
        @Override
        public String encode() {
            return "DATA";
        }
    }

    /**
     * BDAT, RFC 3030 §2.
     *
     * @param octets of the chunk that follows the line; {@link Long#MAX_VALUE} stands for any
     *     number that is larger
     * @param last whether the message ends with the chunk
     */
    record Bdat(long octets, boolean last) implements Command {
        @Override
        public String encode() {
            return "BDAT " + octets + (last ? " LAST" : "");
        }
    }

    /**
     * XCLIENT, as Postfix has it: a proxy says for whom it speaks.
     *
     * @param attributes in the order in which they came, values in xtext; each keyword once
     */
    record Xclient(List<EsmtpParameter> attributes) implements Command {
        /** Copies the list. */
        public Xclient {
            attributes = List.copyOf(attributes);
        }

        @Override
        public String encode() {
            return CommandParser.join("XCLIENT", attributes);
        }
    }

    /** RSET, RFC 5321 §4.1.1.5. */
    record Rset() implements Command {
        @Override
        public String encode() {
            return "RSET";
        }
    }

    /**
     * NOOP, RFC 5321 §4.1.1.9.
     *
     * @param argument means nothing; may be empty
     */
    record Noop(String argument) implements Command {
        @Override
        public String encode() {
            return CommandParser.join("NOOP", argument);
        }
    }

    /**
     * VRFY, RFC 5321 §4.1.1.6.
     *
     * @param argument a user or an address; not empty
     */
    record Vrfy(String argument) implements Command {
        @Override
        public String encode() {
            return "VRFY " + argument;
        }
    }

    /**
     * EXPN, RFC 5321 §4.1.1.7.
     *
     * @param argument a mailing list; may be empty
     */
    record Expn(String argument) implements Command {
        @Override
        public String encode() {
            return CommandParser.join("EXPN", argument);
        }
    }

    /**
     * HELP, RFC 5321 §4.1.1.8.
     *
     * @param argument what help is wanted about; may be empty
     */
    record Help(String argument) implements Command {
        @Override
        public String encode() {
            return CommandParser.join("HELP", argument);
        }
    }

    /** QUIT, RFC 5321 §4.1.1.10. */
    record Quit() implements Command {
        @Override
        public String encode() {
            return "QUIT";
        }
    }

    /** STARTTLS, RFC 3207 §4. */
    record StartTls() implements Command {
        @Override
        public String encode() {
            return "STARTTLS";
        }
    }

    /**
     * AUTH, RFC 4954 §4.
     *
     * @param mechanism in upper case
     * @param initial the initial response as it came: base64, or {@code =} for one of no octets;
     *     empty when there is none
     */
    record Auth(String mechanism, Optional<String> initial) implements Command {
        @Override
        public String encode() {
            return "AUTH " + mechanism + initial.map(i -> " " + i).orElse("");
        }
    }

    /**
     * A verb that we do not know.
     *
     * @param verb in upper case; may be empty; at most the first 16 characters, others than
     *     printable ones replaced
     */
    record Unknown(String verb) implements Command {
        @Override
        public String encode() {
            return verb;
        }
    }

    /**
     * A verb that we know with an argument that cannot be understood.
     *
     * @param verb in upper case
     * @param reply what to answer: 501 or 555, with the reason
     */
    record Malformed(String verb, Reply reply) implements Command {
        @Override
        public String encode() {
            return verb;
        }
    }
}
