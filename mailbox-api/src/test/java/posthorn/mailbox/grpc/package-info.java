/** What is answered to other services, and when. */
@NullMarked
package posthorn.mailbox.grpc;

import org.jspecify.annotations.NullMarked;
