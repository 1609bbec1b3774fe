package posthorn.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply of the server (RFC 5321 §4.2): a code, an enhanced status code (RFC 2034), and lines of
 * text.
 *
 * @param code 200 to 599
 * @param status stands in front of each line; its class is the code's first digit; empty where a
 *     reply has none (the greeting, replies to EHLO and HELO, 3xx)
 * @param lines at least one; without CR and LF, without code and status
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {

    /** What a reply says about the command (RFC 5321 §4.2.1, first digit). */
    public enum Kind {
        /** 2yz: done. */
        COMPLETED,
        /** 3yz: go on with what the command needs. */
        INTERMEDIATE,
        /** 4yz: not now; the same may succeed later. */
        TRANSIENT_FAILURE,
        /** 5yz: no; the same will fail again. */
        PERMANENT_FAILURE
    }

    /**
     * Checks that it can be encoded.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("No reply: " + code + " " + lines);
        }
        int digit = code / 100;
        if (status.isPresent() && status.get().kind() != digit) {
            throw new IllegalArgumentException("Code " + code + " with status " + status.get());
        }
        if (lines.stream().anyMatch(l -> l.indexOf('\r') >= 0 || l.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("A line break in a reply");
        }
    }

    /** A reply with an enhanced status code. */
    public static Reply of(int code, EnhancedStatus status, String... lines) {
        return new Reply(code, Optional.of(status), List.of(lines));
    }

    /** A reply with an enhanced status code, as in {@code Reply.of(250, "2.1.0", "Sender ok")}. */
    public static Reply of(int code, String status, String line) {
        return of(code, EnhancedStatus.of(status), line);
    }

    /** A reply without an enhanced status code. */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /**
     * The reply that lines make up.
     *
     * @param wire its lines as they came, without line ends: {@code 250-first}, {@code 250 last}
     * @return empty when they are no single, whole reply
     */
    public static Optional<Reply> parse(List<String> wire) {
        return ReplyDecoder.assemble(wire);
    }

    /** The reply that one line is; empty when it is none, or only a part of one. */
    public static Optional<Reply> parse(String line) {
        return parse(List.of(line));
    }

    /** What it says about the command. */
    public Kind kind() {
        return switch (code / 100) {
            case 2 -> Kind.COMPLETED;
            case 3 -> Kind.INTERMEDIATE;
            case 4 -> Kind.TRANSIENT_FAILURE;
            default -> Kind.PERMANENT_FAILURE;
        };
    }

    /** Whether it says yes, or go on. */
    public boolean isPositive() {
        return code < 400;
    }

    /** All lines in one, separated by a space. */
    public String text() {
        return String.join(" ", lines);
    }

    /** As people read it, in one line: code, status, text. */
    public String summary() {
        return code + status.map(s -> " " + s).orElse("") + (" " + text()).stripTrailing();
    }

    /** As it goes over the wire, with CRLF behind each line. */
    public String encode() {
        StringBuilder wire = new StringBuilder();
        String prefix = status.map(s -> s + " ").orElse("");
        for (String line : encodedLines(prefix)) {
            wire.append(line).append("\r\n");
        }
        return wire.toString();
    }

    private List<String> encodedLines(String prefix) {
        List<String> encoded = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            char separator = i < lines.size() - 1 ? '-' : ' ';
            encoded.add(String.valueOf(code) + separator + prefix + lines.get(i));
        }
        return encoded;
    }

    @Override
    public String toString() {
        return summary();
    }
}
