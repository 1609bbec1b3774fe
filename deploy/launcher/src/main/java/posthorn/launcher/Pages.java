package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Lists that the server gives page by page. */
final class Pages {

    /** Name of the list in an answer. */
    static final String ITEMS = "items";

    /** Name of the cursor for the next page in an answer; the last page has none. */
    static final String NEXT = "next";

    private static final int PAGE = 1000;

    private Pages() {}

    /** All pages as one answer. */
    static ObjectNode all(Server server, String path) {
        return pages(server, path + "?limit=" + PAGE);
    }

    /**
     * The same of addresses.
     *
     * @param domain only those of this one
     */
    static ObjectNode all(Server server, String path, Optional<String> domain) {
        return pages(
                server, path + "?limit=" + PAGE + "&domain=" + Server.segment(domain.orElse("")));
    }

    private static ObjectNode pages(Server server, String first) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        JsonNode page = server.get(first);
        page.path(ITEMS).forEach(all::add);
        while (page.has(NEXT)) {
            page = server.get(first + "&cursor=" + Server.segment(page.path(NEXT).asText()));
            page.path(ITEMS).forEach(all::add);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(ITEMS, all);
        return answer;
    }

    /** Texts of a list, with commas between them. */
    static String joined(JsonNode list) {
        StringBuilder text = new StringBuilder();
        list.forEach(each -> text.append(text.isEmpty() ? "" : ", ").append(each.asText()));
        return text.toString();
    }
}
