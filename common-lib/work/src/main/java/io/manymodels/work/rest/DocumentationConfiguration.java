package io.manymodels.work.rest;

import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Documents what {@link IdempotencyFilter} does for every POST. */
@Configuration(proxyBeanMethods = false)
public class DocumentationConfiguration {

    @Bean
    OpenApiCustomizer idempotencyKeys() {
        return api -> api.getPaths().forEach((path, item) -> {
            if (item.getPost() != null && path.startsWith("/api/")) {
                item.getPost().addParametersItem(new HeaderParameter().name(IdempotencyFilter.HEADER).required(false)
                        .description(
                                "The same key and body again within a day get the first answer, and nothing is done twice")
                        .schema(new StringSchema().minLength(1).maxLength(200)
                                .example("4b7c9d7e-8e0f-4d65-9b1c-0d4f3a3f6b52")));
            }
        });
    }
}
