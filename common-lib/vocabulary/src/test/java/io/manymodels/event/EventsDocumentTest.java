package io.manymodels.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document of the facts says what the types are: every topic, message and field, and no other. */
class EventsDocumentTest {

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = YAMLMapper.builder().build().readTree(Files.readString(Path.of("../../docs/reference/events.yaml")));
    }

    static Stream<Fact> facts() {
        return FactContractTest.facts().map(arguments -> (Fact) Objects.requireNonNull(arguments.get()[0]));
    }

    private static JsonNode message(Class<?> fact) {
        return document.path("components").path("messages").path(fact.getSimpleName());
    }

    private static String reference(JsonNode node) {
        return node.path("$ref").asString("");
    }

    @Test
    void hasTheFactsThatThereAre() {
        List<String> types = Arrays.stream(Fact.class.getPermittedSubclasses()).map(Class::getSimpleName).toList();

        assertThat(document.path("asyncapi").asString()).startsWith("3.");
        assertThat(document.path("components").path("messages").propertyNames())
                .containsExactlyInAnyOrderElementsOf(types);
        assertThat(document.path("channels").propertyNames())
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(facts().map(Fact::topic).toList()));
        assertThat(document.path("operations").properties().stream().map(each -> reference(each.getValue().path(
                "channel")))).containsExactlyInAnyOrderElementsOf(document.path("channels").propertyNames().stream()
                        .map(name -> "#/channels/" + name).toList());
    }

    @ParameterizedTest
    @MethodSource("facts")
    void eachTravelsOnItsTopicUnderItsType(Fact fact) {
        String name = fact.getClass().getSimpleName();
        JsonNode channel = document.path("channels").path(fact.topic());

        assertThat(channel.path("address").asString()).isEqualTo(fact.topic());
        assertThat(channel.path("messages").propertyNames()).containsExactly(name);
        assertThat(reference(channel.path("messages").path(name))).isEqualTo("#/components/messages/" + name);
        JsonNode headers = message(fact.getClass()).path("headers").path("allOf");
        assertThat(reference(headers.get(0))).isEqualTo("#/components/schemas/CloudEvent");
        assertThat(headers.get(1).path("properties").path("ce_type").path("const").asString()).isEqualTo(fact.type());
        assertThat(reference(message(fact.getClass()).path("bindings")))
                .isEqualTo("#/components/messageBindings/byFamily");
    }

    @ParameterizedTest
    @MethodSource("facts")
    void eachHasTheFieldsOfItsType(Fact fact) {
        JsonNode payload = message(fact.getClass()).path("payload");
        RecordComponent[] components = fact.getClass().getRecordComponents();

        assertThat(payload.path("properties").propertyNames())
                .containsExactlyElementsOf(Arrays.stream(components).map(RecordComponent::getName).toList());
        assertThat(payload.path("required").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(components).filter(each -> !isNullable(each))
                        .map(RecordComponent::getName).toList());
        for (RecordComponent component : components) {
            JsonNode property = payload.path("properties").path(component.getName());
            boolean number = component.getType() == int.class;
            String type = number ? "\"integer\"" : "\"string\"";
            assertThat(property.path("type")).as(component.getName())
                    .hasToString(isNullable(component) ? "[" + type + ",\"null\"]" : type);
            assertThat(property.path("format").asString("")).as(component.getName())
                    .isEqualTo(component.getType() == UUID.class ? "uuid" : "");
        }
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    @Test
    void kindsAndStatesAreThoseOfRuns() {
        JsonNode properties = message(RunFinished.class).path("payload").path("properties");

        assertThat(properties.path("kind").path("enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(RunKind.values()).map(RunKind::wireName).toList());
        assertThat(properties.path("state").path("enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(RunState.values()).filter(RunState::isFinal)
                        .map(RunState::wireName).toList());
    }

    @Test
    void everythingHasWords() {
        document.path("channels").properties().forEach(channel -> assertThat(channel.getValue().path("description")
                .asString("")).as(channel.getKey()).isNotBlank());
        document.path("operations").properties().forEach(operation -> assertThat(operation.getValue().path("summary")
                .asString("")).as(operation.getKey()).isNotBlank());
        document.path("components").path("messages").properties().forEach(message -> {
            assertThat(message.getValue().path("summary").asString("")).as(message.getKey()).isNotBlank();
            worded(message.getKey(), message.getValue().path("payload").path("properties"));
        });
        worded("CloudEvent",
                document.path("components").path("schemas").path("CloudEvent").path("properties"));
    }

    private static void worded(String of, JsonNode properties) {
        assertThat(properties.properties()).as(of).isNotEmpty().allSatisfy(property -> assertThat(
                property.getValue().path("description").asString("")).as(property.getKey()).isNotBlank());
    }
}
