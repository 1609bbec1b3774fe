/**
 * The worker's side of the log.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.kafka.AcceptedRecords} takes each record of {@code mail.accepted}
 *       on a virtual thread; it is acknowledged when each recipient is stored or stands in the
 *       queue. {@link posthorn.delivery.kafka.AcceptedPartitions} makes sure that nothing is jumped
 *       over.
 *   <li>{@link posthorn.delivery.kafka.KafkaAcceptedLog} puts notifications on the log; {@link
 *       posthorn.delivery.kafka.KafkaEventLog} tells what happened.
 *   <li>{@link posthorn.delivery.kafka.TraceReader} brings {@code mail.events} into the trace.
 *   <li>{@link posthorn.delivery.kafka.LedgerReader} reads {@code mail.accepted} once more, wants
 *       an end for every recipient, and cuts the log below what is settled; {@link
 *       posthorn.delivery.kafka.LedgerChores} completes traces and sweeps transit bodies.
 * </ol>
 */
@NullMarked
package posthorn.delivery.kafka;

import org.jspecify.annotations.NullMarked;
