/**
 * What the whole-system tests stand on. A {@link posthorn.e2e.site.Site} is a running Posthorn with
 * the world around it: names, other mail servers. There is one of each kind for all tests of a run,
 * so each test makes domains and {@link posthorn.e2e.site.MailUser people} of its own, and {@link
 * posthorn.e2e.site.RemoteHost hosts} of its own where it has them misbehave.
 */
@NullMarked
package posthorn.e2e.site;

import org.jspecify.annotations.NullMarked;
