package posthorn.delivery.dispatch;

import posthorn.delivery.notification.NotificationComposer;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueuedBodies;

/**
 * The ports of the {@link Dispatcher}.
 *
 * @param queue the documents of messages
 * @param local the way into mailboxes of ours
 * @param relay the way to other hosts
 * @param bodies the octets of messages
 * @param acceptedLog takes the notifications
 * @param notifications composes them
 * @param events tells people what happened
 * @param limits bounds the attempts that are made at once
 * @param memory bounds the octets of messages in memory
 * @param backoff says how to wait for a store that does not answer
 */
public record DispatchPorts(
        QueueStore queue,
        LocalDelivery local,
        Relay relay,
        QueuedBodies bodies,
        AcceptedLog acceptedLog,
        NotificationComposer notifications,
        EventLog events,
        DestinationLimits limits,
        MessageMemory memory,
        Backoff backoff) {}
