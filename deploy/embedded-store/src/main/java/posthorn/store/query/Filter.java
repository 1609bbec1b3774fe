package posthorn.store.query;

import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import posthorn.store.bson.DocumentPath;

/** A condition on a document, as a query or an update gives it. Immutable. */
public sealed interface Filter {

    /** Whether the document satisfies the condition. */
    boolean matches(BsonDocument document);

    /**
     * Gives every field condition that each matching document must satisfy: those that an index may
     * serve. Conditions inside {@code $elemMatch} come with their whole path and the path of the
     * array, since one and the same element satisfies all of them.
     */
    void conjuncts(Consumer<Conjunct> sink);

    /** The condition that every document satisfies. */
    static Filter everything() {
        return new And(List.of());
    }

    /**
     * One field condition out of a filter.
     *
     * @param path the whole path of the field
     * @param test what is asked of it
     * @param element the path of the array whose one element satisfies it, empty outside {@code
     *     $elemMatch}
     */
    record Conjunct(DocumentPath path, FieldTest test, String element) {}

    /** All of the conditions. */
    record And(List<Filter> parts) implements Filter {
        @Override
        public boolean matches(BsonDocument document) {
            for (Filter part : parts) {
                if (!part.matches(document)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void conjuncts(Consumer<Conjunct> sink) {
            parts.forEach(part -> part.conjuncts(sink));
        }
    }

    /** At least one of the conditions. */
    record Or(List<Filter> parts) implements Filter {
        @Override
        public boolean matches(BsonDocument document) {
            return parts.stream().anyMatch(part -> part.matches(document));
        }

        @Override
        public void conjuncts(Consumer<Conjunct> sink) {
            if (parts.size() == 1) {
                parts.getFirst().conjuncts(sink);
            }
        }
    }

    /** None of the conditions. */
    record Nor(List<Filter> parts) implements Filter {
        @Override
        public boolean matches(BsonDocument document) {
            return parts.stream().noneMatch(part -> part.matches(document));
        }

        @Override
        public void conjuncts(Consumer<Conjunct> sink) {}
    }

    /** A condition on one field. */
    record Field(DocumentPath path, FieldTest test) implements Filter {
        @Override
        public boolean matches(BsonDocument document) {
            return test.matches(path, document);
        }

        @Override
        public void conjuncts(Consumer<Conjunct> sink) {
            sink.accept(new Conjunct(path, test, ""));
            if (test instanceof FieldTest.Every every) {
                every.tests().forEach(each -> sink.accept(new Conjunct(path, each, "")));
            }
            if (test instanceof FieldTest.ElementMatches nested) {
                nested.filter()
                        .conjuncts(inner ->
                                sink.accept(
                                        new Conjunct(
                                                path.child(inner.path()),
                                                inner.test(),
                                                path.name())));
            }
        }
    }
}
