package posthorn.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posthorn.runtime.health.TaskWatch;

/**
 * Makes the {@link PeriodicTask}s of one service and measures them: the counter {@code
 * posthorn.task.failures} and the gauge {@code posthorn.task.success.age}, both with the tags
 * {@code service} and {@code task}.
 */
public final class PeriodicTasks {

    private final String service;
    private final MeterRegistry meters;
    private final TaskWatch watch;
    private final LongSupplier nanos;

    /**
     * Makes tasks of a service.
     *
     * @param service name of its module
     * @param meters where the tasks are measured
     * @param watch notices tasks that do not run any more
     */
    public PeriodicTasks(String service, MeterRegistry meters, TaskWatch watch) {
        this(service, meters, watch, System::nanoTime);
    }

    /** With another clock. */
    PeriodicTasks(String service, MeterRegistry meters, TaskWatch watch, LongSupplier nanos) {
        this.service = service;
        this.meters = meters;
        this.watch = watch;
        this.nanos = nanos;
    }

    /**
     * A task whose run ends when the work returns.
     *
     * @param name unique in the service, lower case with hyphens
     */
    public PeriodicTask task(String name, PeriodicTask.Work work) {
        return measured(
                name,
                () -> {
                    work.run();
                    return CompletableFuture.completedFuture(null);
                });
    }

    /**
     * A task whose run ends when the stage that it gives ends; the next one waits for that.
     *
     * @param name unique in the service, lower case with hyphens
     * @param work begins a run; its stage has to end in bounded time
     */
    public PeriodicTask stage(String name, Supplier<? extends CompletionStage<?>> work) {
        return measured(name, work::get);
    }

    private PeriodicTask measured(String name, Callable<CompletionStage<?>> work) {
        List<Meter> own = new ArrayList<>();
        PeriodicTask task = new PeriodicTask(service, name, work, nanos, ended -> end(ended, own));
        watch.begin(task);
        Tags tags = Tags.of("service", service, "task", name);
        own.add(
                FunctionCounter.builder("posthorn.task.failures", task, PeriodicTask::failures)
                        .description("runs of a periodic task that failed")
                        .tags(tags)
                        .register(meters));
        own.add(
                Gauge.builder(
                                "posthorn.task.success.age",
                                task,
                                each -> each.sinceSuccess().toNanos() / 1e9)
                        .description("Time since a periodic task last ended well")
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(meters));
        return task;
    }

    private void end(PeriodicTask task, List<Meter> own) {
        watch.end(task);
        own.forEach(meters::remove);
    }
}
