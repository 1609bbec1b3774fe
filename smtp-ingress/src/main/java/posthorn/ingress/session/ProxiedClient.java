package posthorn.ingress.session;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.Xtext;

/**
 * XCLIENT, as Postfix has it: a proxy in a trusted network says for whom it speaks, once, and the
 * session begins anew with that client: its address decides from then on.
 *
 * <pre>
 * XCLIENT 1*(SP attribute "=" xtext)     ; ADDR, DESTADDR count; NAME, PORT, DESTPORT are dropped
 * ADDR    = IPv4 / "IPV6:" IPv6 / "[UNAVAILABLE]" / "[TEMPUNAVAIL]"
 * </pre>
 *
 * <p>LOGIN is not offered: nobody is signed in by the word of another. The name of a host is looked
 * up here, whatever NAME says.
 */
final class ProxiedClient {
    /** As they are offered behind EHLO. */
    static final String ATTRIBUTES = "NAME ADDR PORT DESTADDR DESTPORT";

    private static final String IPV6 = "IPV6:";

    private final SessionContext session;

    ProxiedClient(SessionContext session) {
        this.session = session;
    }

    /** XCLIENT. */
    void xclient(Command.Xclient xclient) {
        if (!session.canNameClient()) {
            session.refuse(RejectReason.XCLIENT_NOT_TRUSTED);
            return;
        }
        if (session.isInTransaction()) {
            session.refuse(RejectReason.BAD_SEQUENCE, "XCLIENT in a transaction");
            return;
        }
        Client peer = session.client();
        String address = peer.address();
        String server = peer.server();
        for (EsmtpParameter attribute : xclient.attributes()) {
            Optional<String> value = attribute.value().flatMap(Xtext::decode);
            Optional<String> ip = value.flatMap(ProxiedClient::address);
            switch (attribute.keyword()) {
                case "ADDR" -> address = ip.orElse(isUnknown(value) ? address : "");
                case "DESTADDR" -> server = ip.orElse(isUnknown(value) ? server : "");
                case "NAME", "PORT", "DESTPORT" -> {
                    // What it says decides nothing here.
                }
                default -> address = "";
            }
            if (address.isEmpty() || server.isEmpty() || value.isEmpty()) {
                session.refuse(RejectReason.BAD_PARAMETER, attribute.keyword());
                return;
            }
        }
        Client named = Client.connected(address, server, peer.tls());
        session.out().add(new Action.Attribute(named));
    }

    private static boolean isUnknown(Optional<String> value) {
        return value.filter(v -> v.equals("[UNAVAILABLE]") || v.equals("[TEMPUNAVAIL]"))
                .isPresent();
    }

    /** An address as the JDK writes it, which all other addresses are compared with. */
    private static Optional<String> address(String text) {
        boolean six = text.toUpperCase(Locale.ROOT).startsWith(IPV6);
        String literal = six ? text.substring(IPV6.length()) : text;
        try {
            return six == (literal.indexOf(':') >= 0) && literal.indexOf('%') < 0
                    ? Optional.of(InetAddress.ofLiteral(literal).getHostAddress())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The connection counts as the client's. */
    void attributed(Client client, BodyMemory.Share memory) {
        session.attribute(client, memory);
        session.greet();
    }
}
