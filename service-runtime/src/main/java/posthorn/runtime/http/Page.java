package posthorn.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items in the order of the list
 * @param next what to give as {@code ?cursor=} for the next page; null, and not in the answer: this
 *     is the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * The page from what the store found.
     *
     * @param found up to {@link PageRequest#oneMore} items
     * @param key by which the list is in order
     */
    public static <S, T> Page<T> of(
            List<S> found, PageRequest request, Function<S, String> key, Function<S, T> view) {
        boolean more = found.size() > request.limit();
        List<S> shown = more ? found.subList(0, request.limit()) : found;
        return new Page<>(
                shown.stream().map(view).toList(),
                more ? PageRequest.encoded(key.apply(shown.getLast())) : null);
    }

    /**
     * The page from what is shown already.
     *
     * @param next key of the item behind which the next page begins; empty: this is the last one
     */
    public static <T> Page<T> upTo(Optional<String> next, List<T> items) {
        return new Page<>(items, next.map(PageRequest::encoded).orElse(null));
    }

    /** All of a short list that has no pages. */
    public static <T> Page<T> all(List<T> items) {
        return new Page<>(items, null);
    }
}
