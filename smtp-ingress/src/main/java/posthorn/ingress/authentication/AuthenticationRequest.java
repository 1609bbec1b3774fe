package posthorn.ingress.authentication;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import posthorn.protocol.smtp.DomainName;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.ReversePath;

/**
 * How a message came and who it says it is from.
 *
 * @param clientAddress IP address of the host that brings it
 * @param helo what the host called itself; empty: nothing
 * @param sender the reverse-path
 * @param from the addresses in its From fields, as {@code local@domain}
 * @param fromCut whether there were more of them
 */
public record AuthenticationRequest(
        String clientAddress, String helo, ReversePath sender, List<String> from, boolean fromCut) {
    /** Domains of one message that are checked; who names more has something to hide. */
    public static final int MOST_AUTHORS = 5;

    public AuthenticationRequest {
        from = List.copyOf(from);
    }

    /** The domains of the authors, at most {@value #MOST_AUTHORS} of them. */
    List<String> authors() {
        return domains().stream().limit(MOST_AUTHORS).toList();
    }

    /** Whether more authors stand there than are checked. */
    boolean hasTooManyAuthors() {
        return fromCut || domains().size() > MOST_AUTHORS;
    }

    /** Folded, each once; what is no domain name is left out. */
    private SortedSet<String> domains() {
        SortedSet<String> domains = new TreeSet<>();
        for (String address : from) {
            int at = address.lastIndexOf('@');
            String domain = at < 0 ? "" : address.substring(at + 1);
            String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
            DomainName.parse(plain).ifPresent(name -> domains.add(name.folded()));
        }
        return domains;
    }

    /** The name in HELO as a domain; empty when it is none. */
    String heloDomain() {
        return DomainName.parse(helo).map(DomainName::folded).orElse("");
    }

    /** Domain of the reverse-path, folded; empty for the null reverse-path and for literals. */
    String senderDomain() {
        return sender.mailbox()
                .map(Mailbox::domain)
                .filter(DomainName.class::isInstance)
                .map(domain -> domain.folded())
                .orElse("");
    }

    /** Local part of the reverse-path; empty for the null reverse-path. */
    String senderLocalPart() {
        return sender.mailbox().map(mailbox -> mailbox.local().text()).orElse("");
    }
}
