/**
 * MTA-STS (RFC 8461), pure: the record that says that a domain has a policy, and the policy. Who
 * asks DNS, fetches over HTTPS and keeps policies stands elsewhere.
 */
@NullMarked
package posthorn.protocol.mtasts;

import org.jspecify.annotations.NullMarked;
