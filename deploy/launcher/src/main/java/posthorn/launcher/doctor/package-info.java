/**
 * What {@code posthorn doctor} looks at, each in a class of its own: the records of a domain, names
 * and addresses, ports by a dialogue, certificates, the clock, the way out, what the log and the
 * database keep, and the way of a message. A check makes {@link posthorn.launcher.doctor.Finding}s
 * and prints nothing; the words stand in {@code findings.properties}, in each language.
 */
@NullMarked
package posthorn.launcher.doctor;

import org.jspecify.annotations.NullMarked;
