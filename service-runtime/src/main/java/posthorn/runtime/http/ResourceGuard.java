package posthorn.runtime.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Method;

/** Decides who may call a resource that is not for services alone. One bean of the application. */
public interface ResourceGuard {

    /**
     * Lets the request pass, or fails with a {@link ProblemException}.
     *
     * @param resource the method that would answer
     */
    Uni<Void> admit(ContainerRequestContext request, Method resource);
}
