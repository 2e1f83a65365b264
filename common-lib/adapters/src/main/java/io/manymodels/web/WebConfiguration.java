package io.manymodels.web;

import io.manymodels.web.body.BodyBudget;
import io.manymodels.web.body.BodyFilter;
import io.manymodels.web.openapi.OpenApiConfiguration;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.time.Duration;
import org.apache.catalina.Container;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Import this to answer HTTP: API keys and roles, problem details, bounds of requests, a clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
@Import({ProblemHandler.class, ProblemErrorController.class, SecurityConfiguration.class, OpenApiConfiguration.class})
public class WebConfiguration {

    /** How long a request waits for the memory that others hold. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json, ObjectProvider<ErrorShape> shapes) {
        return new ProblemWriter(json, shapes.orderedStream().toList());
    }

    /** Behind Spring's observation of requests, whose span it names, and before Spring Security, whose refusals name it too. */
    @Bean
    FilterRegistrationBean<TraceIdFilter> traceIdFilter() {
        return registered(new TraceIdFilter(), 2);
    }

    @Bean
    FilterRegistrationBean<RequestCheckFilter> requestCheckFilter(ProblemWriter problems) {
        return registered(new RequestCheckFilter(problems), 3);
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter(WebProperties properties) {
        return registered(new BodyFilter(properties.largestBody().toBytes(),
                new BodyBudget(properties.bodies().toBytes(), PATIENCE)), 4);
    }

    private static <F extends Filter> FilterRegistrationBean<F> registered(F filter, int place) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsOfTheServer(ProblemWriter problems) {
        return factory -> factory.addContextCustomizers(context -> {
            for (Container container = context.getParent(); container != null; container = container.getParent()) {
                container.getPipeline().addValve(new ProblemReportValve(problems));
            }
        });
    }

    /** Who comes by with a browser is shown what there is. */
    @Bean
    WebMvcConfigurer documentationAtTheRoot() {
        return new WebMvcConfigurer() {
            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addRedirectViewController("/", "/swagger-ui.html");
            }
        };
    }
}
