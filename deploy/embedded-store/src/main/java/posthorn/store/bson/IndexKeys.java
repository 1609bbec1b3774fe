package posthorn.store.bson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;

/**
 * The values that a document has in an index. Mostly there is one value for each field; an array
 * makes one key for each of its elements, an empty array counts as undefined, a missing field as
 * null. Two fields of one index may reach into the same array (then they go through it together),
 * but not into two different ones: error 171, as MongoDB answers.
 */
public final class IndexKeys {
    private static final BsonValue EMPTY_ARRAY = new BsonUndefined();

    private final List<DocumentPath> fields;
    private final BiConsumer<List<BsonValue>, Integer> sink;

    private IndexKeys(List<DocumentPath> fields, BiConsumer<List<BsonValue>, Integer> sink) {
        this.fields = fields;
        this.sink = sink;
    }

    /**
     * Gives each key of the document to {@code sink}, the same key perhaps more than once, together
     * with a bit set of the fields whose value came through an array.
     */
    public static void of(
            BsonDocument document,
            List<DocumentPath> fields,
            BiConsumer<List<BsonValue>, Integer> sink) {
        IndexKeys keys = new IndexKeys(fields, sink);
        List<Step> steps = new ArrayList<>();
        for (DocumentPath field : fields) {
            steps.add(keys.walk(document, field, 0, ""));
        }
        keys.expand(steps, 0);
    }

    /**
     * Where a field's path stands.
     *
     * @param value what was found there
     * @param array the path to the array that still has to be gone through; null when the value is
     *     final
     * @param depth how many parts of the path are used up
     */
    private record Step(BsonValue value, @Nullable String array, int depth) {}

    private Step walk(BsonValue from, DocumentPath path, int depth, String walked) {
        BsonValue value = from;
        String here = walked;
        int at = depth;
        while (at < path.parts().size() && value instanceof BsonDocument document) {
            String part = path.parts().get(at++);
            here = here + "." + part;
            BsonValue child = document.get(part);
            if (child == null) {
                return new Step(BsonNull.VALUE, null, at);
            }
            value = child;
        }
        if (value.isArray()) {
            return new Step(value, here, at);
        }
        return new Step(at < path.parts().size() ? BsonNull.VALUE : value, null, at);
    }

    private void expand(List<Step> steps, int arrays) {
        Map<String, BsonArray> open = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step.array() != null) {
                open.put(step.array(), step.value().asArray());
            }
        }
        if (open.isEmpty()) {
            sink.accept(steps.stream().map(Step::value).toList(), arrays);
            return;
        }
        if (open.size() > 1) {
            throw new CommandFailure(
                    171,
                    "CannotIndexParallelArrays",
                    "cannot index parallel arrays " + open.keySet());
        }
        Map.Entry<String, BsonArray> array = open.entrySet().iterator().next();
        expandArray(steps, arrays, array.getKey(), array.getValue());
    }

    private void expandArray(List<Step> steps, int arrays, String name, BsonArray array) {
        int through = arrays;
        for (int i = 0; i < steps.size(); i++) {
            through |= steps.get(i).array() != null ? 1 << i : 0;
        }
        if (array.isEmpty()) {
            expand(replaced(steps, name, EMPTY_ARRAY, null), through);
        }
        for (BsonValue element : array) {
            expand(replaced(steps, name, element, array), through);
        }
    }

    private List<Step> replaced(
            List<Step> steps, String name, BsonValue element, @Nullable BsonArray array) {
        List<Step> next = new ArrayList<>(steps);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.array() != null) {
                next.set(i, enter(fields.get(i), step, name, element, array));
            }
        }
        return next;
    }

    private Step enter(
            DocumentPath path,
            Step step,
            String name,
            BsonValue element,
            @Nullable BsonArray array) {
        int depth = step.depth();
        if (depth == path.parts().size()) {
            return new Step(element, null, depth);
        }
        int index = array == null ? -1 : DocumentPath.arrayIndex(path.parts().get(depth));
        if (index >= 0 && array != null) {
            return index < array.size()
                    ? walk(array.get(index), path, depth + 1, name + "." + index)
                    : new Step(BsonNull.VALUE, null, depth);
        }
        if (element.isDocument()) {
            return walk(element, path, depth, name);
        }
        return new Step(element instanceof BsonUndefined ? element : BsonNull.VALUE, null, depth);
    }
}
