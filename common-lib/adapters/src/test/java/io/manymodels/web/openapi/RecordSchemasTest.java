package io.manymodels.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says of records: what may be null, and what its words mean. */
@NullUnmarked // What a document lacks fails the test that asks for it.
class RecordSchemasTest {

    @TempDir
    private Path folder;

    record Inner(int size) {}

    record Run(UUID id, @Nullable String error, int pieces, @Nullable Integer limit, @Nullable Inner inner,
            Inner always,
            @io.swagger.v3.oas.annotations.media.Schema(description = "its own words", example = "7") int own) {}

    private PropertyWords words(String... modules) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (int i = 0; i < modules.length; i++) {
            Path module = Files.createDirectories(folder.resolve("module-" + i));
            Files.writeString(module.resolve(PropertyWords.FILE), modules[i]);
            urls.add(module.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            return PropertyWords.ofModules(loader);
        }
    }

    private static Map<String, Schema<?>> properties(PropertyWords words) {
        ModelConverters converters = new ModelConverters(true);
        converters.addConverter(new NullableProperties());
        converters.addConverter(new WordedProperties(words));
        Schema<?> run = converters
                .resolveAsResolvedSchema(new AnnotatedType(Run.class).resolveAsRef(true)).referencedSchemas.get("Run");
        Map<String, Schema<?>> properties = new LinkedHashMap<>();
        run.getProperties().forEach(properties::put);
        properties.put("", run);
        return properties;
    }

    @Test
    void whatMayBeNullSaysSoAndTheRestIsAlwaysThere() throws IOException {
        Map<String, Schema<?>> run = properties(words());

        assertThat(run.get("").getRequired()).containsExactlyInAnyOrder("id", "pieces", "always", "own");
        assertThat(run.get("error").getTypes()).containsExactly("string", "null");
        assertThat(run.get("limit").getTypes()).containsExactly("integer", "null");
        assertThat(run.get("pieces").getTypes()).containsExactly("integer");
        assertThat(run.get("inner").getAnyOf()).extracting(Schema::get$ref, Schema::getTypes).containsExactly(
                tuple("#/components/schemas/Inner", null),
                tuple(null, Set.of("null")));
        assertThat(run.get("always").get$ref()).isEqualTo("#/components/schemas/Inner");
    }

    @Test
    void aWordMeansTheSameWhereverItStandsUnlessItsRecordSaysOtherwise() throws IOException {
        Map<String, Schema<?>> run = properties(words("""
                error = what went wrong | no rows
                pieces = how many of anything | 3
                Run.pieces = how many pieces this run has | 12
                Other.limit = of somebody else
                own = not these words | 8
                id = which run | 1
                """));

        assertThat(run.get("error").getDescription()).isEqualTo("what went wrong");
        assertThat(run.get("error").getExample()).isEqualTo("no rows");
        assertThat(run.get("pieces").getDescription()).isEqualTo("how many pieces this run has");
        assertThat(run.get("pieces").getExample()).as("a number, as the property is").isEqualTo(12);
        assertThat(run.get("limit").getDescription()).isNull();
        assertThat(run.get("own").getDescription()).as("what describes itself stays").isEqualTo("its own words");
        assertThat(run.get("own").getExample()).hasToString("7");
        assertThat(run.get("id").getExample()).as("an id looks like an id").hasToString(
                "0198f2c4-7c1e-7000-8000-000000000000");
    }

    @Test
    void theWordsOfAServiceStandBeforeThoseOfWhatItIsMadeOf() throws IOException {
        PropertyWords words = words("error = of the service", "error = of the library\nonly = here | a | b");

        assertThat(words.of("Run", "error")).hasValue(new PropertyWords.Word("of the service", ""));
        assertThat(words.of("Run", "only")).as("the first bar ends the words").hasValue(
                new PropertyWords.Word("here", "a | b"));
        assertThat(words.of("Run", "nothing")).isEmpty();
    }

    private record Elsewhere() {
        @io.swagger.v3.oas.annotations.media.Schema(name = "Run")
        record AnotherRun(String name) {}
    }

    @Test
    void twoRecordsNeverShareAName() throws IOException {
        ModelConverters converters = new ModelConverters(true);
        converters.addConverter(new WordedProperties(words()));
        converters.resolveAsResolvedSchema(new AnnotatedType(Run.class).resolveAsRef(true));
        AnnotatedType other = new AnnotatedType(Elsewhere.AnotherRun.class).resolveAsRef(true);

        assertThatThrownBy(() -> converters.resolveAsResolvedSchema(other)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RecordSchemasTest$Run]").hasMessageContaining("AnotherRun]")
                .hasMessageContaining("are both documented as [Run]. Maybe @Schema(name)");
    }

    @Test
    void parametersHaveWordsOfTheirOwn() throws IOException {
        Parameter limit = new Parameter().name("limit").schema(new Schema<>().types(Set.of("integer")));
        Parameter described = new Parameter().name("cursor").description("as it is").schema(new StringSchema());
        Parameter unknown = new Parameter().name("what");
        OpenAPI api = new OpenAPI().components(new Components()).paths(new Paths().addPathItem("/a",
                new PathItem().get(new Operation().parameters(List.of(limit, described, unknown)))
                        .post(new Operation())));
        api.getComponents().addSchemas("Named", new Schema<>().properties(Map.of("error", new StringSchema())));
        api.getComponents().addSchemas("Empty", new Schema<>());

        new WordedProperties(words("parameter.limit = most items | 100\nparameter.cursor = where to go on\n"
                + "Named.error = of a schema that no record made")).customise(api);

        assertThat(limit.getDescription()).isEqualTo("most items");
        assertThat(limit.getSchema().getExample()).isEqualTo(100);
        assertThat(described.getDescription()).isEqualTo("as it is");
        assertThat(unknown.getDescription()).isNull();
        Schema<?> named = api.getComponents().getSchemas().get("Named");
        assertThat(named.getProperties().get("error").getDescription())
                .isEqualTo("of a schema that no record made");
    }
}
