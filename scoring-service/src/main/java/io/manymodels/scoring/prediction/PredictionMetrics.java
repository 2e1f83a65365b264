package io.manymodels.scoring.prediction;

import io.manymodels.watch.FamilyTimes;
import io.manymodels.watch.WatchProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see of predictions. */
@Configuration(proxyBeanMethods = false)
class PredictionMetrics {

    @Bean
    FamilyTimes predictionTimes(MeterRegistry registry, WatchProperties properties, PredictionRepository predictions) {
        return new FamilyTimes(registry, properties, "manymodels.family.predictions",
                "When the family's predictions were published", predictions::publishedAt);
    }
}
