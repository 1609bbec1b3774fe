package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource is one that Kubernetes, or who else it is for, knows: no field is misspelt. */
class ModelsTest {

    static Stream<List<Path>> values() {
        return Stream.of(
                List.of(),
                List.of(Chart.values("single-node")),
                List.of(Chart.values("production")),
                List.of(Chart.ALTERNATIVES));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyFieldOfEveryResourceIsKnown(List<Path> values, @TempDir Path copy)
            throws IOException {
        List<Document> documents = new ArrayList<>(Chart.render(values.toArray(Path[]::new)));
        documents.addAll(Chart.tests(copy, values.toArray(Path[]::new)));
        assertTrue(documents.size() > 20, documents.size() + " documents");
        List<String> problems = new ArrayList<>();
        for (Document document : documents) {
            problems.addAll(Models.problems(document));
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void aMisspeltFieldIsSeenInEveryKind() {
        Set<String> kinds = new TreeSet<>();
        List<Document> documents = new ArrayList<>(Chart.render(Chart.values("production")));
        documents.addAll(Chart.render(Chart.ALTERNATIVES));
        for (Document document : documents) {
            if (kinds.add(document.kind())) {
                JsonNode wrong = document.node().deepCopy();
                ObjectNode where =
                        wrong.path("spec") instanceof ObjectNode spec ? spec : (ObjectNode) wrong;
                where.put("nodeNmae", "a");
                assertTrue(
                        !Models.problems(new Document("", wrong)).isEmpty(),
                        document.kind() + " lets everything pass");
            }
        }
        assertTrue(kinds.size() >= 17, kinds.toString());
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        Document unknown = Document.parse("apiVersion: v1\nkind: Nonsense\n").getFirst();
        assertThrows(IllegalStateException.class, () -> Models.problems(unknown));
    }
}
