package io.manymodels.ingestion.cycle;

import io.manymodels.watch.FamilyTimes;
import io.manymodels.watch.WatchProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see of cycles. */
@Configuration(proxyBeanMethods = false)
class CycleMetrics {

    @Bean
    FamilyTimes cycleTimes(MeterRegistry registry, WatchProperties properties, CycleRepository cycles) {
        return new FamilyTimes(registry, properties, "manymodels.family.cycle",
                "When a cycle of the family last succeeded", cycles::lastSuccesses);
    }
}
