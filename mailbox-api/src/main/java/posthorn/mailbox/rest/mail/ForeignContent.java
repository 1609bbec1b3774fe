package posthorn.mailbox.rest.mail;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import posthorn.protocol.mime.ContentFields;

/**
 * What a stranger has sent, on its way to a browser: whatever it holds, it runs nothing in our
 * name. Files are saved and not shown, their type is one that no browser interprets, or a picture;
 * a document lives in a sandbox without scripts.
 */
final class ForeignContent {

    private static final String OPAQUE = "application/octet-stream";

    /** Types that are told as they are: a browser shows them and runs nothing. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "image/png",
                    "image/jpeg",
                    "image/gif",
                    "image/webp",
                    "image/bmp",
                    "image/avif",
                    "application/pdf",
                    "application/zip",
                    "message/rfc822",
                    "text/plain",
                    "text/csv",
                    "text/calendar",
                    "audio/mpeg",
                    "audio/ogg",
                    "video/mp4",
                    "video/webm");

    private static final String FILE_POLICY = "sandbox; default-src 'none'";

    private ForeignContent() {}

    /** Header fields of a file that is saved. */
    static Map<String, List<String>> file(ContentFields fields) {
        String type = (fields.type() + "/" + fields.subtype()).toLowerCase(Locale.ROOT);
        String name = fields.fileName();
        return file(type, name == null ? "attachment" : name);
    }

    /** Header fields of a file of that type and name that is saved. */
    static Map<String, List<String>> file(String type, String name) {
        Map<String, List<String>> headers = common(FILE_POLICY);
        headers.put(HttpHeaders.CONTENT_TYPE, List.of(HARMLESS.contains(type) ? type : OPAQUE));
        headers.put(HttpHeaders.CONTENT_DISPOSITION, List.of(disposition(name)));
        return headers;
    }

    /** The name twice (RFC 6266 §5): in ASCII for old programs, and as it is. */
    private static String disposition(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9 ._-]", "_");
        String encoded =
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    /**
     * A document of its own.
     *
     * @param html cleaned
     * @param outsideImages whether pictures may be fetched from other hosts
     */
    static Response document(String html, boolean outsideImages) {
        String policy =
                "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox;"
                        + " default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
                        + (outsideImages ? " https:" : "")
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        Response.ResponseBuilder answer =
                Response.ok(
                                "<!doctype html><html><head><meta charset=\"utf-8\"><meta"
                                        + " name=\"viewport\" content=\"width=device-width\"><style>"
                                        + "body{margin:1em;font-family:sans-serif;overflow-wrap:anywhere}"
                                        + "img{max-width:100%;height:auto}</style></head><body>"
                                        + html
                                        + "</body></html>")
                        .header(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        common(policy).forEach((name, values) -> answer.header(name, values.getFirst()));
        return answer.build();
    }

    private static Map<String, List<String>> common(String policy) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("Content-Security-Policy", List.of(policy));
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        headers.put("Cross-Origin-Resource-Policy", List.of("same-origin"));
        headers.put("Referrer-Policy", List.of("no-referrer"));
        headers.put(HttpHeaders.CACHE_CONTROL, List.of("private, no-store"));
        return headers;
    }
}
