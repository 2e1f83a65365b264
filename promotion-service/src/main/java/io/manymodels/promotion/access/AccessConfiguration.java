package io.manymodels.promotion.access;

import io.manymodels.access.Role;
import io.manymodels.web.AccessRule;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** What changes production needs an approver. A cycle's promotion runs as the system, under the family's approval setting. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Set<Role> APPROVER = Set.of(Role.APPROVER);

    @Bean
    AccessRule promoting() {
        return new AccessRule(HttpMethod.POST, "/api/v1/families/*/promotions", APPROVER);
    }

    @Bean
    AccessRule approving() {
        return new AccessRule(HttpMethod.POST, "/api/v1/promotions/*/approval", APPROVER);
    }

    @Bean
    AccessRule rollingBack() {
        return new AccessRule(HttpMethod.POST, "/api/v1/families/*/rollbacks", APPROVER);
    }
}
