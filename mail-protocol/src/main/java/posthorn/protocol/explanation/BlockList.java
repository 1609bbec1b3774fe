package posthorn.protocol.explanation;

import java.util.List;

/**
 * A list that mail servers ask about addresses or domains.
 *
 * @param name as people know it
 * @param phrases in lower case; a reply that refers to it has one of them
 * @param reason what it means to stand on it
 * @param lookup page where an entry is looked up; empty: none is known
 */
record BlockList(String name, List<String> phrases, String reason, String lookup) {

    BlockList {
        phrases = List.copyOf(phrases);
    }

    boolean isIn(String words) {
        return phrases.stream().anyMatch(words::contains);
    }
}
