package posthorn.runtime.tracing;

/** The tracing of each service in this process. Safe for all threads. */
@FunctionalInterface
public interface Tracings {

    /** None of them traces. */
    Tracings OFF = service -> Tracing.OFF;

    /**
     * The tracing of a service.
     *
     * @param service its name, such as {@code smtp-ingress} (the resource's {@code service.name})
     */
    Tracing of(String service);
}
