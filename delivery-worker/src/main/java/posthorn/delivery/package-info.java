/**
 * The delivery worker: takes each accepted message from the log and brings it to every recipient.
 *
 * <p>Its pure rooms: {@code dispatch} brings a message to its recipients, over {@code queue} (the
 * document of a message), {@code policy} (what follows from each failure) and {@code notification}
 * (what the sender is told); {@code client} speaks SMTP; {@code trace} and {@code ledger} say what
 * became of a message and whether anything is missing.
 *
 * <p>The others: {@code relay} finds and reaches other hosts, {@code api} reaches our mailboxes,
 * {@code mongo} keeps queue and trace, {@code kafka} reads and writes the log, {@code rest} answers
 * operators. This package puts them together ({@link posthorn.delivery.Worker}), has the settings,
 * and bounds what is under way: {@code AttemptThreads} attempts, {@code OctetBudget} octets, {@link
 * posthorn.delivery.WorkInHand} what a stop waits for.
 *
 * <p>One style of concurrency: each record, each attempt and each task runs on a virtual thread in
 * straight, blocking code; how many at once is bounded by settings.
 */
@NullMarked
package posthorn.delivery;

import org.jspecify.annotations.NullMarked;
