package io.manymodels.realtime.cache;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.realtime.release.RealtimeProperties;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache and its metrics. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean(destroyMethod = "close")
    ExecutorService modelLoading() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("model-load-", 0).factory());
    }

    @Bean
    ModelCache modelCache(ModelLoader loader, RealtimeProperties properties, ExecutorService modelLoading,
            MeterRegistry registry) {
        ModelCache cache = new ModelCache(loader::loadAll, properties.cacheBytes().toBytes(), modelLoading,
                timings(registry));
        counter(registry, cache, "hits", "Requests for a model that was in memory or on its way", CacheStatus::hits);
        counter(registry, cache, "misses", "Requests for a model that had to be loaded", CacheStatus::misses);
        counter(registry, cache, "evictions", "Models that made room for others", CacheStatus::evictions);
        counter(registry, cache, "loads", "Models loaded", CacheStatus::loads);
        counter(registry, cache, "load.failures", "Models that could not be loaded", CacheStatus::loadFailures);
        gauge(registry, cache, "models", null, "Models in memory", CacheStatus::models);
        gauge(registry, cache, "used", "bytes", "Bytes that the models in memory take", CacheStatus::bytes);
        gauge(registry, cache, "capacity", "bytes", "Bytes that models may take", CacheStatus::capacityBytes);
        gauge(registry, cache, "oldest.age", "seconds", "Age of the oldest model", CacheStatus::oldestAgeSeconds);
        return cache;
    }

    private static void counter(MeterRegistry registry, ModelCache cache, String name, String description,
            ToDoubleFunction<CacheStatus> value) {
        FunctionCounter.builder("manymodels.model.cache." + name, cache, each -> value.applyAsDouble(each.status()))
                .description(description).register(registry);
    }

    private static void gauge(MeterRegistry registry, ModelCache cache, String name,
            @Nullable String unit, String description, ToDoubleFunction<CacheStatus> value) {
        Gauge.builder("manymodels.model.cache." + name, cache, each -> value.applyAsDouble(each.status()))
                .baseUnit(unit)
                .description(description).register(registry);
    }

    private static CacheTimings timings(MeterRegistry registry) {
        Timer loads = Timer.builder("manymodels.model.load").description("Time that loads took")
                .publishPercentileHistogram().register(registry);
        Timer ages = Timer.builder("manymodels.model.cache.eviction.age").description("Age of models when evicted")
                .register(registry);
        return new CacheTimings() {
            @Override
            public void loaded(long nanos) {
                loads.record(nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void evicted(long ageNanos) {
                ages.record(ageNanos, TimeUnit.NANOSECONDS);
            }
        };
    }
}
