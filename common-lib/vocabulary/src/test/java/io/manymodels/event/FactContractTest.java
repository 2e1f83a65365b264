package io.manymodels.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Facts as they lie in outboxes and on topics: a service of another version reads them. */
class FactContractTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final UUID RUN = UUID.fromString("3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11");
    private static final UUID CYCLE = UUID.fromString("00000000-0000-4000-8000-000000000001");

    static Stream<Arguments> facts() {
        return Stream.of(
                Arguments.of(new SnapshotSealed("shop", 3, "s79d3", RUN, CYCLE), "snapshot-sealed",
                        """
                                {"family":"shop","familyVersion":3,"snapshot":"s79d3",
                                 "run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11","cycle":"00000000-0000-4000-8000-000000000001"}"""),
                Arguments.of(new TrainingCompleted("shop", 3, "s79d3", RUN, null), "training-completed",
                        """
                                {"family":"shop","familyVersion":3,"snapshot":"s79d3",
                                 "run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11","cycle":null}"""),
                Arguments.of(new ReleasePublished("shop", 3, "s79d3", 7, RUN, CYCLE, null), "release-published",
                        """
                                {"family":"shop","familyVersion":3,"snapshot":"s79d3","release":7,
                                 "run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11","cycle":"00000000-0000-4000-8000-000000000001"}"""),
                Arguments.of(new ReleasePublished("shop", 3, "s79d3", 7, RUN, null, CYCLE), "release-published",
                        """
                                {"family":"shop","familyVersion":3,"snapshot":"s79d3","release":7,
                                 "run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11","cycle":null,
                                 "scoring":"00000000-0000-4000-8000-000000000001"}"""),
                Arguments.of(new PredictionsPublished("shop", 7, RUN, CYCLE), "predictions-published",
                        """
                                {"family":"shop","release":7,"run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11",
                                 "cycle":"00000000-0000-4000-8000-000000000001"}"""),
                Arguments.of(new RunFinished("shop", "training", RUN, CYCLE, "failed", "Too many keys failed"),
                        "run-finished",
                        """
                                {"family":"shop","kind":"training","run":"3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11",
                                 "cycle":"00000000-0000-4000-8000-000000000001","state":"failed","problem":"Too many keys failed"}"""));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void isReadByThoseWhoKnowThisForm(Fact fact, String topic, String json) {
        assertThat(JSON.readValue(json, fact.getClass())).isEqualTo(fact);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void writesEveryFieldThatOthersRead(Fact fact, String topic, String json) {
        JSON.readTree(json).properties().forEach(
                field -> assertThat(JSON.valueToTree(fact).get(field.getKey())).as(field.getKey())
                        .isEqualTo(field.getValue()));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void aFieldOfALaterVersionIsPassedOver(Fact fact, String topic, String json) {
        String later = json.replaceFirst("\\{", "{\"mood\":{\"glad\":true},");

        assertThat(JSON.readValue(later, fact.getClass())).isEqualTo(fact);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void travelsOnItsTopic(Fact fact, String topic, String json) {
        assertThat(fact.topic()).isEqualTo(topic);
        assertThat(fact.type()).isEqualTo("io.manymodels." + topic + ".v1");
        assertThat(fact.run()).isEqualTo(RUN);
        assertThat(fact.family()).isEqualTo("shop");
    }

    @Test
    void noFactIsLeftOut() {
        assertThat(facts().<Class<?>>map(arguments -> Objects.requireNonNull(arguments.get()[0]).getClass()))
                .contains(Fact.class.getPermittedSubclasses());
    }
}
