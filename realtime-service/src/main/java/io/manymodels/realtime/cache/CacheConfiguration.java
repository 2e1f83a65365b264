package io.manymodels.realtime.cache;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.realtime.release.RealtimeProperties;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache and its metrics. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    @Bean
    ModelCache modelCache(ModelLoader loader, RealtimeProperties properties,
            @Qualifier("background") Executor background, MeterRegistry registry) {
        ModelCache cache = new ModelCache(loader::loadAll, properties.cacheBytes().toBytes(), background,
                properties.loadTimeout(), timings(registry));
        counter(registry, cache, "hits", "Requests for a model that was in memory or on its way", ModelCache::hits);
        counter(registry, cache, "misses", "Requests for a model that had to be loaded", ModelCache::misses);
        counter(registry, cache, "evictions", "Models that made room for others", ModelCache::evictions);
        counter(registry, cache, "loads", "Models loaded", ModelCache::loads);
        counter(registry, cache, "load.failures", "Models that could not be loaded", ModelCache::loadFailures);
        gauge(registry, cache, "models", null, "Models in memory", ModelCache::models);
        gauge(registry, cache, "used", "bytes", "Bytes that the models in memory take", ModelCache::bytes);
        gauge(registry, cache, "capacity", "bytes", "Bytes that models may take", ModelCache::capacityBytes);
        gauge(registry, cache, "oldest.age", "seconds", "Age of the oldest model", ModelCache::oldestAgeSeconds);
        return cache;
    }

    private static void counter(MeterRegistry registry, ModelCache cache, String name, String description,
            ToDoubleFunction<ModelCache> value) {
        FunctionCounter.builder("manymodels.model.cache." + name, cache, value)
                .description(description).register(registry);
    }

    private static void gauge(MeterRegistry registry, ModelCache cache, String name,
            @Nullable String unit, String description, ToDoubleFunction<ModelCache> value) {
        Gauge.builder("manymodels.model.cache." + name, cache, value)
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
