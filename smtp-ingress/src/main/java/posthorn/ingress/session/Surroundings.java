package posthorn.ingress.session;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What sessions share and do not have to wait for.
 *
 * @param intake whether mail is taken at all
 * @param memory for messages on their way in
 * @param clock for Received and Date
 * @param ids a new message id each time; safe for all threads
 */
public record Surroundings(
        Intake intake, BodyMemory memory, InstantSource clock, Supplier<String> ids) {}
