/**
 * The log as a port of the session: {@link posthorn.ingress.session.MessageLog} over a Kafka
 * producer.
 *
 * <p>A message is accepted when {@code mail.accepted} has it on all replicas that have to have it
 * ({@code acks=all}); what is sent meanwhile by other connections shares the broker's flush. The
 * event for the trace goes out behind it and nobody waits for it.
 */
@NullMarked
package posthorn.ingress.kafka;

import org.jspecify.annotations.NullMarked;
