/**
 * The way to other hosts: which they are (DNS), connections to them (Vert.x sockets, TLS), and
 * which connection serves which message. A message that has to be signed is, before anybody is
 * asked; one that cannot be waits.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.relay.MxRoutes} finds the hosts of a domain by preference (RFC
 *       5321 §5.1) and leaves out those that nothing is relayed to: ourselves, loopback, private
 *       networks.
 *   <li>{@link posthorn.delivery.relay.MxRelay} takes an idle session with the destination, or asks
 *       the hosts one after the other until each recipient is taken or refused for good; {@link
 *       posthorn.delivery.relay.HostAttempts} keeps what they said.
 *   <li>{@link posthorn.delivery.relay.SessionOpener} connects, with TLS where it works.
 *   <li>{@link posthorn.delivery.relay.SocketTransport} is a Vert.x socket that a virtual thread
 *       can read from and write to, with a time limit for each stage.
 * </ol>
 *
 * <p>What is demanded of TLS is decided for each host ({@link posthorn.delivery.relay.TlsDemands}):
 * DANE before MTA-STS before TLS as an offer, which is used without asking whose certificate it is,
 * and left out when the handshake fails (RFC 3207, RFC 7435). With TLS 1.3 that may be seen only at
 * the EHLO behind it. Certificates are looked at behind the handshake, by {@link
 * posthorn.delivery.relay.CertificateCheck}; a host that does not do what is demanded hears nothing
 * of a message. {@link posthorn.delivery.relay.TlsSessions} is told what each connection came to.
 *
 * <p>When the relay stops, no dialogue begins any more, idle sessions end with QUIT, and those in
 * hand are finished within a grace time; in its second half no final dot is sent any more, since
 * its reply might not be heard.
 */
@NullMarked
package posthorn.delivery.relay;

import org.jspecify.annotations.NullMarked;
