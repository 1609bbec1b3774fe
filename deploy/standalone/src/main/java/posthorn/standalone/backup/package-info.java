/**
 * Copies of an installation on one machine, made while it runs.
 *
 * <p>A checkpoint is a data directory: what {@code up} could start from. {@link
 * posthorn.standalone.backup.Checkpoints} makes one below the data directory itself, where tables
 * of the store are hard links, and {@code posthorn backup} copies it to where it is kept. The order
 * is what makes it consistent:
 *
 * <ol>
 *   <li>Files with records of an earlier restore that are not on the log yet are copied.
 *   <li>The records of {@code mail.accepted} that the workers have not acknowledged are written
 *       down ({@link posthorn.standalone.kafka.WaitingRecords}): the position of the workers first,
 *       then what lies between it and the end of the log.
 *   <li>The store is copied. What was acknowledged before the position was asked for is in it.
 * </ol>
 *
 * <p>So a message that was answered with 250 before is in one of them. One that is in several,
 * since it went from one to the next between the steps, is known by its key or its document in the
 * queue and happens once. A restored installation has a new log, into which {@link
 * posthorn.standalone.backup.Replay} puts the records.
 */
@NullMarked
package posthorn.standalone.backup;

import org.jspecify.annotations.NullMarked;
