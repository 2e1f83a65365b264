package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.TimeAxis;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class BacktestRulesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void cutoffsAreReadAsTheFamilysRowsHaveThem() {
        assertThat(parameters(forecast(), TimeAxis.integers(), 160L, "{\"cutoffs\": [137, \"135\", 137]}").cutoffs())
                .containsExactly(135L, 137L);
    }

    @Test
    void stepOfWindowsIsTheHorizonUnlessGiven() {
        assertThat(parameters(forecast(), TimeAxis.integers(), 160L, "{\"windows\": 3}").step()).isEqualTo(2);
        assertThat(parameters(forecast(), TimeAxis.integers(), 160L, "{\"windows\": 3, \"step\": 5}").step())
                .isEqualTo(5);
    }

    @Test
    void cutoffMustLeaveSomethingBehindItsGap() {
        assertThat(refusal(forecast(), TimeAxis.integers(), 160L, "{\"cutoffs\": [158, 159, 160]}"))
                .extracting(ManyModelsException.Detail::path).containsExactly("cutoffs[1]", "cutoffs[2]");
    }

    @Test
    void exactlyOneKindIsAskedFor() {
        assertThat(refusal(forecast(), TimeAxis.integers(), 160L, "{}")).singleElement()
                .extracting(ManyModelsException.Detail::message).asString().contains("exactly one");
        assertThat(refusal(forecast(), TimeAxis.integers(), 160L, "{\"windows\": 1, \"cutoffs\": [1]}")).isNotEmpty();
    }

    @Test
    void forecastsHaveNoFoldsAndTabularTasksWithoutTimeHaveNothingElse() {
        assertThat(refusal(forecast(), TimeAxis.integers(), 160L, "{\"folds\": 5}"))
                .extracting(ManyModelsException.Detail::path)
                .containsExactly("folds");
        assertThat(parameters(tabular(), null, null, "{\"folds\": 5, \"seed\": 7}"))
                .isEqualTo(new BacktestParameters("s", null, null, null, 5, 7L));
        assertThat(refusal(tabular(), null, null, "{\"windows\": 3}")).extracting(ManyModelsException.Detail::message)
                .singleElement().asString().contains("Maybe use folds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"cutoffs\":[]}|cutoffs", "{\"cutoffs\":[null]}|cutoffs[0]",
            "{\"cutoffs\":[{}]}|cutoffs[0]", "{\"cutoffs\":[1,[2]]}|cutoffs[1]", "{\"cutoffs\":[true]}|cutoffs[0]",
            "{\"cutoffs\":[\"\"]}|cutoffs[0]", "{\"cutoffs\":[1.5]}|cutoffs[0]", "{\"cutoffs\":[1e300]}|cutoffs[0]",
            "{\"windows\":0}|windows", "{\"windows\":501}|windows", "{\"windows\":-1}|windows",
            "{\"windows\":1,\"step\":0}|step", "{\"windows\":1,\"step\":100001}|step",
            "{\"cutoffs\":[1],\"step\":2}|step", "{\"cutoffs\":[1],\"seed\":2}|seed"})
    void whatCannotBeIsRefusedByItsPath(String request, String path) {
        assertThat(refusal(forecast(), TimeAxis.integers(), 160L, request)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "50, true", "51, false", "0, false", "-2, false"})
    void foldsAreAFew(int folds, boolean possible) {
        String request = "{\"folds\": %d}".formatted(folds);

        if (possible) {
            assertThat(parameters(tabular(), null, null, request).seed()).as("the same every time").isEqualTo(1);
        } else {
            assertThat(refusal(tabular(), null, null, request)).singleElement()
                    .extracting(ManyModelsException.Detail::path).isEqualTo("folds");
        }
    }

    @Test
    void fiveHundredCutoffsAreTheMost() {
        String cutoffs = IntStream.range(0, 500).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(
                parameters(forecast(), TimeAxis.integers(), 1_000L, "{\"cutoffs\":[%s]}".formatted(cutoffs)).cutoffs())
                .hasSize(500);
        assertThat(refusal(forecast(), TimeAxis.integers(), 1_000L, "{\"cutoffs\":[%s,500]}".formatted(cutoffs)))
                .singleElement().extracting(ManyModelsException.Detail::message).asString().contains("[501]");
    }

    private static BacktestParameters parameters(FamilySpec spec, @Nullable TimeAxis axis, @Nullable Long lastTime,
            String json) {
        return BacktestRules.parameters(JSON.readValue(json, BacktestRequest.class), spec, snapshot(axis, lastTime));
    }

    private static List<ManyModelsException.Detail> refusal(FamilySpec spec, @Nullable TimeAxis axis,
            @Nullable Long lastTime,
            String json) {
        ManyModelsException refusal = catchThrowableOfType(ManyModelsException.class,
                () -> parameters(spec, axis, lastTime, json));
        assertThat(refusal.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
        return refusal.details();
    }

    private static FamilySpec forecast() {
        return FamilySpec.read("""
                family: toys
                source: {files: toys.csv}
                key: [store]
                time: {column: week, unit: week, epoch: 2020-01-06}
                target: units
                task: forecast
                forecast: {gap: 1, horizon: 2}
                """).orThrow();
    }

    private static FamilySpec tabular() {
        return FamilySpec.read("""
                family: toys
                source: {files: toys.csv}
                key: [store]
                target: units
                task: regression
                """).orThrow();
    }

    private static Snapshot snapshot(@Nullable TimeAxis axis, @Nullable Long lastTime) {
        return new Snapshot("s", "toys", 1, 100, 1, List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY)),
                axis,
                lastTime, JSON.createObjectNode(), Instant.EPOCH);
    }
}
