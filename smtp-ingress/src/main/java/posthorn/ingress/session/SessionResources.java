package posthorn.ingress.session;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What sessions share and do not have to wait for.
 *
 * @param admission whether mail is taken at all
 * @param memory for messages on their way in
 * @param clock for Received and Date
 * @param refused recipients, as far as this pod knows of them
 * @param access whether a client may do what it does
 * @param scanner of messages: whether it wants to look into one
 * @param ids a new message id each time; safe for all threads
 */
public record SessionResources(
        MailAdmission admission,
        BodyMemory memory,
        InstantSource clock,
        RefusedRecipients refused,
        AccessPolicy access,
        ContentScanner scanner,
        Supplier<String> ids) {}
