package dev.coxswain.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The meters of the catalogue in a registry; label values come in the order that the catalogue lists the labels. */
final class Meters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(15),
        Duration.ofMillis(25),
        Duration.ofMillis(60),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(Metric metric, String... labels) {
        return Counter.builder(metric.meter())
                .description(metric.help())
                .tags(tags(metric, labels))
                .register(registry);
    }

    Timer timer(Metric metric, String... labels) {
        Timer.Builder timer =
                Timer.builder(metric.meter()).description(metric.help()).tags(tags(metric, labels));
        if (metric.type() == Metric.Type.HISTOGRAM) {
            timer.serviceLevelObjectives(BUCKETS);
        }
        return timer.register(registry);
    }

    void gauge(Metric metric, Supplier<Number> value, String... labels) {
        Gauge.builder(metric.meter(), value)
                .description(metric.help())
                .tags(tags(metric, labels))
                .register(registry);
    }

    MultiGauge gauges(Metric metric) {
        return MultiGauge.builder(metric.meter()).description(metric.help()).register(registry);
    }

    static Tags tags(Metric metric, String... values) {
        if (values.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.labels().get(i), values[i]));
        }
        return Tags.of(tags);
    }
}
