package io.manymodels.web.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import tools.jackson.databind.json.JsonMapper;

/** Describes properties of records, and parameters, that do not describe themselves; and two records never share a name. */
final class WordedProperties implements ModelConverter, OpenApiCustomizer {

    private static final String REFERENCES = "#/components/schemas/";
    /** Whatever is of these formats looks like any other. */
    private static final Map<String, String> OF_FORMATS = Map.of("uuid", "0198f2c4-7c1e-7000-8000-000000000000",
            "date-time", "2026-03-01T02:00:04Z");

    private final PropertyWords words;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    WordedProperties(PropertyWords words) {
        this.words = words;
    }

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
        if (schema != null && raw.isRecord() && schema.get$ref() != null) {
            String name = schema.get$ref().substring(REFERENCES.length());
            Class<?> other = named.putIfAbsent(name, raw);
            if (other != null && !other.equals(raw)) {
                throw new IllegalStateException(
                        "Records [%s] and [%s] are both documented as [%s]. Maybe @Schema(name)".formatted(
                                other.getName(), raw.getName(), name));
            }
            Schema<?> model = context.getDefinedModels().get(name);
            if (model != null && model.getProperties() != null) {
                describe(raw.getSimpleName(), model);
            }
        }
        return schema;
    }

    @Override
    public boolean isOpenapi31() {
        return true;
    }

    private void describe(String record, Schema<?> model) {
        model.getProperties().forEach((property, schema) -> words.of(record, property).ifPresent(word -> {
            if (schema.getDescription() == null) {
                schema.description(word.description());
            }
            exemplify(schema, word.example());
        }));
    }

    private void exemplify(Schema<?> schema, String text) {
        String example = schema.getFormat() == null ? text : OF_FORMATS.getOrDefault(schema.getFormat(), text);
        if (schema.getExample() == null && !example.isEmpty()) {
            schema.example(isText(schema) ? example : json.readValue(example, Object.class));
        }
    }

    private static boolean isText(Schema<?> schema) {
        return schema.getTypes() != null && schema.getTypes().contains("string");
    }

    /** Also what no record was resolved for: schemas that an annotation of a handler names. */
    @Override
    public void customise(OpenAPI api) {
        api.getComponents().getSchemas().forEach((name, model) -> {
            if (model.getProperties() != null) {
                describe(name, model);
            }
        });
        api.getPaths().values().stream().flatMap(item -> item.readOperations().stream())
                .filter(operation -> operation.getParameters() != null)
                .flatMap(operation -> operation.getParameters().stream()).forEach(this::describe);
    }

    private void describe(Parameter parameter) {
        words.of("parameter", parameter.getName()).ifPresent(word -> {
            if (parameter.getDescription() == null) {
                parameter.description(word.description());
            }
            if (parameter.getSchema() != null) {
                exemplify(parameter.getSchema(), word.example());
            }
        });
    }
}
