package posthorn.mailbox.clientsettings;

import java.util.List;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.protocol.explanation.Language;

/** The page that a phone opens by its link: the settings of one account, and its profile. */
public final class SettingsPage {

    private final ClientSteps words;
    private final Language language;

    private SettingsPage(Language language) {
        this.words = ClientSteps.in(language);
        this.language = language;
    }

    /**
     * The page as HTML.
     *
     * @param profile where the profile is, relative to the page
     */
    public static String html(
            Language language, String address, MailServers servers, String profile) {
        return new SettingsPage(language).html(address, servers, profile);
    }

    private String html(String address, MailServers servers, String profile) {
        StringBuilder rows = new StringBuilder();
        servers.preferredIncoming().ifPresent(server -> rows(rows, "page.incoming", server));
        servers.first(Protocol.SMTP).ifPresent(server -> rows(rows, "page.outgoing", server));
        return """
        <!DOCTYPE html>
        <html lang="%1$s"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex"><title>%2$s</title>
        <style>
        body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1rem;color:#111;background:#fff}
        h1{font-size:1.4rem}a.profile{display:block;padding:.8rem;background:#0b5394;color:#fff;border-radius:.4rem;text-align:center}
        table{border-collapse:collapse;width:100%%}th{text-align:left;font-weight:normal;color:#444;padding:.3rem .8rem .3rem 0}
        td{overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding-top:.8rem}
        </style></head><body><main>
        <h1>%2$s: %3$s</h1>
        <p><a class="profile" href="%4$s">%5$s</a></p>
        <p>%6$s</p>
        %7$s<table>%8$s%9$s</table>
        <p>%10$s</p>
        </main></body></html>
        """
                .formatted(
                        language.tag(),
                        escaped(words.text("page.title")),
                        escaped(address),
                        escaped(profile),
                        escaped(words.text("page.profile")),
                        escaped(words.text("page.other")),
                        rows,
                        row(words.text("page.username"), address),
                        row(words.text("page.password"), words.text("page.yours")),
                        escaped(words.text("page.expires")));
    }

    private void rows(StringBuilder html, String title, MailServer server) {
        String security = server.security() == Security.TLS ? "SSL/TLS" : "STARTTLS";
        html.append("<table><caption>")
                .append(escaped(words.text(title)))
                .append(" (")
                .append(server.protocol())
                .append(")</caption>");
        List.of(
                        row(words.text("page.server"), server.host()),
                        row(words.text("port"), Integer.toString(server.port())),
                        row(words.text("page.security"), security))
                .forEach(html::append);
        html.append("</table>\n");
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">"
                + escaped(name)
                + "</th><td>"
                + escaped(value)
                + "</td></tr>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
