/**
 * What a domain is to publish in DNS so that mail reaches it and is believed: pure, from the
 * domain's keys and the settings. A record is here only when the service that it promises is there.
 */
@NullMarked
package posthorn.mailbox.zone;

import org.jspecify.annotations.NullMarked;
