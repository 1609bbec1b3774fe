package posthorn.runtime.mongo;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A client of MongoDB's driver that is made anew when what it is made of changes: the driver keeps
 * a password for as long as a client lives. Whoever holds a database or a collection of it need not
 * know: each of them is a stand-in that asks the client of the moment. Safe for all threads.
 *
 * @param <A> what a client is made of
 * @param <C> the client
 */
final class RemadeClient<A, C extends AutoCloseable> {

    private static final Logger LOG = Logger.getLogger(RemadeClient.class);

    /** How long a client that was replaced may go on with what it was asked. */
    private static final Duration LINGERS = Duration.ofMinutes(2);

    /** What is made of one client alone. */
    private static final Set<String> STAND_INS =
            Set.of("MongoClient", "MongoCluster", "MongoDatabase", "MongoCollection");

    private final Supplier<A> parts;
    private final Function<A, C> make;
    private A used;
    private C current;
    private boolean closed;

    private RemadeClient(Supplier<A> parts, Function<A, C> make) {
        this.parts = parts;
        this.make = make;
        this.used = parts.get();
        this.current = make.apply(used);
    }

    /** A stand-in for the client; its {@code close} closes whichever there is then. */
    static <A, C extends AutoCloseable> C of(
            Class<C> type, Supplier<A> parts, Function<A, C> make) {
        RemadeClient<A, C> remade = new RemadeClient<>(parts, make);
        return type.cast(standIn(type, remade::current, remade));
    }

    private synchronized C current() {
        A now = parts.get();
        if (!closed && !now.equals(used)) {
            C before = current;
            current = make.apply(now);
            used = now;
            LOG.info("how the database is reached has changed: new connections are made");
            Thread.ofVirtual().name("mongodb-lingers").start(() -> end(before));
        }
        return current;
    }

    private static void end(AutoCloseable before) {
        try {
            // Nobody tells when the last answer has been read.
            Thread.sleep(LINGERS);
            before.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("a client of the database that was replaced could not be closed", e);
        }
    }

    private synchronized void close() throws Exception {
        closed = true;
        current.close();
    }

    private static Object standIn(
            Class<?> type, Supplier<?> target, @Nullable RemadeClient<?, ?> owner) {
        InvocationHandler handler =
                (self, method, arguments) -> {
                    if (owner != null && method.getName().equals("close")) {
                        owner.close();
                        return null;
                    }
                    Class<?> result = method.getReturnType();
                    if (isStandIn(result)) {
                        return standIn(result, new Derived<>(target, method, arguments), null);
                    }
                    return call(target.get(), method, arguments);
                };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static boolean isStandIn(Class<?> type) {
        return type.isInterface()
                && type.getPackageName().startsWith("com.mongodb.")
                && STAND_INS.contains(type.getSimpleName());
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** What a method gives of the target of the moment, asked for once for each. */
    private static final class Derived<T> implements Supplier<Object> {

        private final Supplier<T> from;
        private final Method method;
        private final Object @Nullable [] arguments;
        private volatile @Nullable Pair last;

        private record Pair(Object from, Object made) {}

        Derived(Supplier<T> from, Method method, Object @Nullable [] arguments) {
            this.from = from;
            this.method = method;
            this.arguments = arguments;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // It is asked whether it is the same client.
        public Object get() {
            Object now = from.get();
            Pair known = last;
            if (known != null && known.from() == now) {
                return known.made();
            }
            try {
                Object made = call(now, method, arguments);
                if (made == null) {
                    throw new IllegalStateException(method + " gave nothing");
                }
                last = new Pair(now, made);
                return made;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
