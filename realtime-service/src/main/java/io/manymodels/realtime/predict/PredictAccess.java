package io.manymodels.realtime.predict;

import io.manymodels.access.Role;
import io.manymodels.web.AccessRule;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Predicting is what the role predictor is for; operators may try it. */
@Configuration(proxyBeanMethods = false)
class PredictAccess {

    @Bean
    AccessRule predicting() {
        return new AccessRule(HttpMethod.POST, "/api/v1/families/*/predict", Set.of(Role.PREDICTOR, Role.OPERATOR));
    }
}
