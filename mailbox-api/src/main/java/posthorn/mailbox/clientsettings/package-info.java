/**
 * What a mail program has to know before an account works in it, in the forms that mail programs
 * ask for: pure. {@link posthorn.mailbox.clientsettings.MailServers} is what is offered, in the
 * order in which it is to be tried; {@link posthorn.mailbox.clientsettings.Autoconfig} says it to
 * Thunderbird, {@link posthorn.mailbox.clientsettings.Autodiscover} to Outlook, {@link
 * posthorn.mailbox.clientsettings.AppleProfile} to phones and computers of Apple, {@link
 * posthorn.mailbox.clientsettings.ClientSteps} to people. Nothing here knows an account's password,
 * and nothing here says whether there is an account.
 */
@NullMarked
package posthorn.mailbox.clientsettings;

import org.jspecify.annotations.NullMarked;
