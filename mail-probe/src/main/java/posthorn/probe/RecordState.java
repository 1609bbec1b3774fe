package posthorn.probe;

import java.util.List;
import java.util.Locale;

/** How a record that a domain is to publish stands in DNS. */
public sealed interface RecordState {

    /** It is there. */
    record Published() implements RecordState {}

    /** Nothing of its kind is there. */
    record Missing() implements RecordState {}

    /**
     * Another one of its kind is there.
     *
     * @param found its data, or those of all
     */
    record Different(List<String> found) implements RecordState {
        /** Keeps the list from changing. */
        public Different {
            found = List.copyOf(found);
        }
    }

    /**
     * There are several where there may be one: receivers then take none.
     *
     * @param found their data
     */
    record Several(List<String> found) implements RecordState {
        /** Keeps the list from changing. */
        public Several {
            found = List.copyOf(found);
        }
    }

    /**
     * Compares.
     *
     * @param kind of the record
     * @param type as in {@code MX}
     * @param wanted its data
     * @param found data of all records of the type at its name
     */
    static RecordState of(RecordKind kind, String type, String wanted, List<String> found) {
        List<String> alike =
                kind.version().isEmpty()
                        ? found
                        : found.stream().filter(data -> is(data, kind.version())).toList();
        if (!kind.version().isEmpty() && alike.size() > 1) {
            return new Several(alike);
        }
        if (found.stream().anyMatch(data -> same(type, data, wanted))) {
            return new Published();
        }
        return alike.isEmpty() ? new Missing() : new Different(alike);
    }

    private static boolean is(String data, String version) {
        return data.toLowerCase(Locale.ROOT).startsWith(version);
    }

    /** Names in records have no case; of keys and policies white space does not count. */
    private static boolean same(String type, String found, String wanted) {
        return type.equals("TXT")
                ? found.replaceAll("\\s+", "").equals(wanted.replaceAll("\\s+", ""))
                : plain(found).equals(plain(wanted));
    }

    private static String plain(String data) {
        return data.toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .replaceAll("\\.( |$)", "$1")
                .strip();
    }
}
