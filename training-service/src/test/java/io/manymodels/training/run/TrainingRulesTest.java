package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.TrainingParameters;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TrainingRulesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TimeAxis DAYS = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);
    private static final FamilySpec SPEC = FamilySpec.read("""
            family: toys
            source: {files: toys.csv}
            key: [store, brand]
            time: day
            target: units
            task: regression
            """).orThrow();

    private static TrainingParameters parameters(String request, @Nullable TimeAxis axis) {
        return TrainingRules.parameters(JSON.readValue(request, TrainingRequest.class), SPEC,
                new Snapshot("s1", "toys", 1, 100, 1, List.of(), axis, null, JSON.createObjectNode(), Instant.EPOCH));
    }

    private static List<Detail> problems(String request, @Nullable TimeAxis axis) {
        ManyModelsException refusal = catchThrowableOfType(ManyModelsException.class, () -> parameters(request, axis));
        assertThat(refusal).as(request).isNotNull();
        assertThat(refusal.code()).isEqualTo("training-invalid");
        assertThat(refusal.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
        assertThat(refusal.getMessage()).contains("[toys]");
        return refusal.details();
    }

    @Test
    void anEmptyRequestTrainsWhatChanged() {
        assertThat(parameters("{}", DAYS)).isEqualTo(new TrainingParameters("s1", null, Retrain.CHANGED, List.of()));
        assertThat(parameters("{\"asOf\":null,\"keys\":null}", null))
                .isEqualTo(new TrainingParameters("s1", null, Retrain.CHANGED, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Retrain.class)
    void whatIsTrainedAgainIsNamed(Retrain retrain) {
        assertThat(parameters("{\"retrain\":\"%s\"}".formatted(retrain.wire()), null).retrain()).isEqualTo(retrain);
    }

    @Test
    void aTimeIsReadAsTheFamilysRowsHaveIt() {
        assertThat(parameters("{\"asOf\":\"2024-03-05\"}", DAYS).asOf())
                .isEqualTo(LocalDate.of(2024, 3, 5).toEpochDay());
        assertThat(parameters("{\"asOf\":40}", TimeAxis.integers()).asOf()).isEqualTo(40);
        assertThat(parameters("{\"asOf\":\"40\"}", TimeAxis.integers()).asOf()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"retrain\":\"some\"}|retrain|Maybe changed, failed or all",
            "{\"retrain\":\"ALL\"}|retrain|[ALL]", "{\"asOf\":\"yesterday\"}|asOf|[yesterday]",
            "{\"asOf\":true}|asOf|Maybe", "{\"asOf\":{}}|asOf|Maybe", "{\"asOf\":[40]}|asOf|Maybe",
            "{\"asOf\":\"\"}|asOf|Maybe", "{\"keys\":[]}|keys|[0] must be 1 to 1000",
            "{\"keys\":[{}]}|keys[0]|Maybe some of [store, brand]",
            "{\"keys\":[{\"store\":1},{\"shop\":1}]}|keys[1]|Maybe some of", "{\"keys\":[null]}|keys[0]|Maybe some of",
            "{\"keys\":[{\"store\":1,\"shop\":2}]}|keys[0]|Maybe some of"})
    void whatCannotBeIsRefusedByItsPath(String request, String path, String text) {
        assertThat(problems(request, DAYS)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(text);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2024-03-05\"", "40", "{}", "[]"})
    void withoutATimeColumnNothingIsAsOfATime(String asOf) {
        assertThat(problems("{\"asOf\":%s}".formatted(asOf), null)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("asOf");
            assertThat(problem.message()).contains("no time column", "Maybe leave asOf out");
        });
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(problems("{\"retrain\":\"x\",\"asOf\":\"x\",\"keys\":[{\"a\":1},{},{\"b\":1}]}", DAYS))
                .extracting(Detail::path).containsExactlyInAnyOrder("retrain", "asOf", "keys[0]", "keys[1]", "keys[2]");
    }

    @Test
    void aThousandKeysAreTheMost() {
        String keys = IntStream.range(0, 1_000).mapToObj("{\"store\":%d}"::formatted).collect(Collectors.joining(","));

        assertThat(parameters("{\"keys\":[%s]}".formatted(keys), DAYS).keys()).hasSize(1_000)
                .contains(Map.of("store", 999));
        assertThat(problems("{\"keys\":[%s,{\"store\":1000}]}".formatted(keys), DAYS)).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("[1001]"));
    }
}
