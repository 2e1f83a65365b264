package io.manymodels.realtime.protocol;

import io.manymodels.access.Role;
import io.manymodels.web.AccessRule;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;

/** Health is for everybody, as probes have no key; who has one may look; predicting is for predictors and operators. */
@Configuration(proxyBeanMethods = false)
class ProtocolAccess {

    @Bean
    @Order(0)
    AccessRule openInferenceHealth() {
        return new AccessRule(HttpMethod.GET, "/v2/health/*", Set.of());
    }

    @Bean
    @Order(1)
    AccessRule openInferenceReads() {
        return new AccessRule(HttpMethod.GET, "/v2/**", Set.of(Role.values()));
    }

    @Bean
    @Order(2)
    AccessRule openInferenceCalls() {
        return new AccessRule(HttpMethod.POST, "/v2/**", Set.of(Role.PREDICTOR, Role.OPERATOR));
    }
}
