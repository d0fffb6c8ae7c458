package io.github.electra4j.serve.http;

import io.github.electra4j.serve.queue.QueueListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.eclipse.jetty.server.Request;

/** Figures for Prometheus: requests and their times, what waits, batches, tokens, and those of the JVM. */
final class Metrics implements RequestListener, QueueListener<Inference.Kind>, AutoCloseable {
    /** What {@code /metrics} is. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };
    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Shows how many inputs wait. */
    void waiting(IntSupplier inputs) {
        Gauge.builder("electra.queue.texts", inputs::getAsInt)
                .description("Inputs that wait to be computed")
                .register(registry);
    }

    @Override
    public void answered(Request request, int status, long nanos) {
        Seen seen = Seen.of(request);
        Timer.builder("electra.requests")
                .description("Requests, from their headers to the end of the response")
                .tag("route", seen.route())
                .tag("model", seen.model())
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void computed(Inference.Kind kind, List<?> outputs, long length, long nanos) {
        String model = kind.model().name();
        String operation = kind.operation().name();
        DistributionSummary.builder("electra.batch.texts")
                .description("Inputs that were computed together")
                .tag("model", model)
                .tag("operation", operation)
                .serviceLevelObjectives(BATCH_SIZES)
                .register(registry)
                .record(outputs.size());
        Timer.builder("electra.batch")
                .description("Time to compute a batch")
                .tag("model", model)
                .tag("operation", operation)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        Counter.builder("electra.tokens")
                .description("Word pieces that were computed, special tokens and padding not counted")
                .tag("model", model)
                .tag("operation", operation)
                .register(registry)
                .increment((double) length);
        Counter.builder("electra.cut.texts")
                .description("Inputs of which something was not read, since they are too long")
                .tag("model", model)
                .tag("operation", operation)
                .register(registry)
                .increment((double) kind.cut(outputs));
    }

    /** All figures in Prometheus' text format. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
