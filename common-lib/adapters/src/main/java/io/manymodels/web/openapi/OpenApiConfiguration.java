package io.manymodels.web.openapi;

import io.manymodels.web.AccessRule;
import io.manymodels.web.ErrorShape;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;

/** The documentation of a service's HTTP, at {@code /v3/api-docs} and, for people, at {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

    /** At the end, because springdoc takes a node for an object when its own configuration is read. */
    @Bean
    SmartInitializingSingleton schemasOfClassesThatAreNoRecords() {
        return () -> SpringDocUtils.getConfig()
                .replaceWithSchema(JsonNode.class, new Schema<>().description("Any JSON"))
                .replaceWithSchema(SseEmitter.class, new StringSchema().description("Server-sent events"))
                .replaceWithSchema(MultiValueMap.class, new Schema<>().types(Set.of("object"))
                        .additionalProperties(new StringSchema().types(Set.of("string"))));
    }

    @Bean
    OpenApiCustomizer serviceDescription(@Value("${spring.application.name}") String service) {
        return new ServiceDescription(service);
    }

    @Bean
    NullableProperties nullableProperties() {
        return new NullableProperties();
    }

    @Bean
    WordedProperties wordedProperties() {
        return new WordedProperties(PropertyWords.ofModules(OpenApiConfiguration.class.getClassLoader()));
    }

    @Bean
    OperationNames operationNames() {
        return new OperationNames();
    }

    @Bean
    OpenApiCustomizer problemAnswers(ObjectProvider<AccessRule> rules, ObjectProvider<ErrorShape> shapes) {
        return new ProblemAnswers(rules.orderedStream().toList(), shapes.orderedStream().toList());
    }

    /** A handler that takes any parameters takes none as well: {@code ?KEYCOLUMN=VALUE&tag.NAME=VALUE}. */
    @Bean
    OpenApiCustomizer freeParameters() {
        return api -> api.getPaths().values().stream().flatMap(item -> item.readOperations().stream())
                .filter(operation -> operation.getParameters() != null)
                .flatMap(operation -> operation.getParameters().stream())
                .filter(parameter -> parameter.getSchema() != null
                        && parameter.getSchema().getAdditionalProperties() != null)
                .forEach(parameter -> parameter.required(false).style(Parameter.StyleEnum.FORM).explode(true));
    }
}
