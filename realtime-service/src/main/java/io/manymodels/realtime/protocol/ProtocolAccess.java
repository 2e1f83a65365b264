package io.manymodels.realtime.protocol;

import io.manymodels.web.AccessRule;
import io.manymodels.web.Role;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Everybody with a key may look; predicting is for predictors and operators. */
@Configuration(proxyBeanMethods = false)
class ProtocolAccess {

    @Bean
    AccessRule openInferenceReads() {
        return new AccessRule(HttpMethod.GET, "/v2/**", Set.of(Role.values()));
    }

    @Bean
    AccessRule openInferenceCalls() {
        return new AccessRule(HttpMethod.POST, "/v2/**", Set.of(Role.PREDICTOR, Role.OPERATOR));
    }
}
