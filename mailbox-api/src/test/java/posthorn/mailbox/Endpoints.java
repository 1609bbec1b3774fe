package posthorn.mailbox;

import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** All resources of the running application, from their classes. */
final class Endpoints {

    private Endpoints() {}

    /**
     * One resource.
     *
     * @param path with names in braces
     * @param allowed empty: the method does not say who may call it
     * @param type media type of the body that it takes
     */
    record Endpoint(
            String method, String path, Optional<Set<Role>> allowed, String type, Method code) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** By path. */
    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        for (Bean<?> bean :
                Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path root = bean.getBeanClass().getAnnotation(Path.class);
            if (root != null) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    verb(method).ifPresent(verb -> all.add(endpoint(root, method, verb)));
                }
            }
        }
        all.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
        return all;
    }

    private static Optional<String> verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return Optional.of(verb.value());
            }
        }
        return Optional.empty();
    }

    private static Endpoint endpoint(Path root, Method method, String verb) {
        Path own = method.getAnnotation(Path.class);
        AllowedTo allowed = method.getAnnotation(AllowedTo.class);
        Consumes consumes = method.getAnnotation(Consumes.class);
        return new Endpoint(
                verb,
                root.value() + (own == null ? "" : joined(own.value())),
                Optional.ofNullable(allowed).map(roles -> Set.of(roles.value())),
                consumes == null ? "application/json" : consumes.value()[0],
                method);
    }

    private static String joined(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }
}
