package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.TimeAxis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class BacktestLayoutTest {

    private static final BacktestParameters CUTOFFS = new BacktestParameters("s1", List.of(1L), null, null, null, null);
    private static final BacktestParameters FOLDS = new BacktestParameters("s1", null, null, null, 3, 1L);
    private static final TimeAxis WEEKS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 1);

    private static FamilySpec spec(String task, String... keys) {
        return FamilySpec.read("""
                family: f
                source: {files: rows.csv}
                key: [%s]
                target: y
                %s
                """.formatted(Arrays.stream(keys).map(JsonMapper.shared()::writeValueAsString)
                .collect(Collectors.joining(", ")), task)).orThrow();
    }

    private static FamilySpec forecast(String... keys) {
        return spec("time: week\ntask: forecast\nforecast: {horizon: 2}\nscoring: {intervals: [80, 95]}", keys);
    }

    private static FamilySpec classification(String... keys) {
        return spec("task: classification", keys);
    }

    private static Snapshot snapshot(FamilySpec spec, ColumnType type, @Nullable TimeAxis axis, String... labels) {
        List<Column> columns = new ArrayList<>();
        spec.key().forEach(key -> columns.add(new Column(key, type, ColumnRole.KEY)));
        if (axis != null) {
            columns.add(new Column("week", ColumnType.INTEGER, ColumnRole.TIME));
        }
        columns.add(new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));
        columns.add(new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET));
        return new Snapshot("s1", "f", 1, 9, 1, columns, axis, null,
                JsonMapper.shared().valueToTree(Map.of("labels", labels)), Instant.EPOCH);
    }

    private static List<String> names(BacktestLayout layout) {
        return layout.columns().stream().map(BacktestColumn::name).toList();
    }

    @Test
    void aForecastTellsWhatItPredictedAndWhatItIsMeasuredBy() {
        FamilySpec spec = forecast("store", "brand");

        BacktestLayout layout = BacktestLayout.of(spec, snapshot(spec, ColumnType.INTEGER, WEEKS), CUTOFFS);

        assertThat(names(layout)).containsExactly("store", "brand", "week", "cutoff", "actual", "prediction",
                "lower_80", "upper_80", "lower_95", "upper_95", "naive_error", "naive_square", "algorithm", "rung");
        assertThat(layout.time()).isEqualTo(2);
        assertThat(layout.origin()).isEqualTo("cutoff");
        assertThat(layout.keys()).hasSize(2);
        assertThat(layout.columns()).allSatisfy(column -> assertThat(column.comment()).isNotBlank());
    }

    @Test
    void aClassificationTellsTheProbabilityOfEachLabelAndNoInterval() {
        FamilySpec spec = classification("store");

        BacktestLayout layout = BacktestLayout.of(spec, snapshot(spec, ColumnType.TEXT, null, "No", "no", "it's"),
                FOLDS);

        assertThat(names(layout)).containsExactly("store", "fold", "actual", "prediction", "probability_No",
                "probability_it's", "probability_no_", "algorithm", "rung");
        assertThat(layout.time()).isEqualTo(-1);
        assertThat(layout.origin()).isEqualTo("fold");
        assertThat(layout.cutoff()).isEqualTo(BacktestColumn.Type.BIGINT);
        assertThat(layout.columns().get(2).type()).isEqualTo(BacktestColumn.Type.TEXT);
    }

    @ParameterizedTest
    @CsvSource({"INTEGER,BIGINT", "DATE,DATE", "TIMESTAMP,TIMESTAMP"})
    void aCutoffIsOfTheTimesType(TimeAxis.Kind kind, BacktestColumn.Type type) {
        FamilySpec spec = forecast("store");
        TimeAxis axis = new TimeAxis(kind, TimeStep.DAY, 1, null, 1);

        BacktestLayout layout = BacktestLayout.of(spec, snapshot(spec, ColumnType.INTEGER, axis), CUTOFFS);

        assertThat(layout.cutoff()).isEqualTo(type);
        assertThat(layout.columns().get(layout.time()).type()).isEqualTo(type);
        assertThat(layout.columns().get(2).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void aKeyHasItsOwnType(ColumnType type) {
        FamilySpec spec = forecast("store");

        BacktestColumn.Type key = BacktestLayout.of(spec, snapshot(spec, type, WEEKS), CUTOFFS).keys().getFirst()
                .type();

        assertThat(key.sql()).isEqualTo(switch (type) {
            case INTEGER -> "bigint";
            case DOUBLE -> "double precision";
            case BOOLEAN, TEXT, DATE -> type.name().toLowerCase(Locale.ROOT);
            case TIMESTAMP -> "timestamp with time zone";
        });
    }

    @Test
    void aFamilysColumnGivesWayToOursInTheTableAndOursWhereTheyAreShown() {
        FamilySpec spec = forecast("fold", "Naive_Error", "row_id", "store", "STORE", "cutoff");

        BacktestLayout layout = BacktestLayout.of(spec, snapshot(spec, ColumnType.INTEGER, WEEKS), CUTOFFS);

        assertThat(names(layout)).startsWith("fold_", "Naive_Error_", "row_id_", "store", "STORE_", "cutoff_");
        assertThat(names(layout).stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
        assertThat(layout.columns()).extracting(BacktestColumn::shown).startsWith("fold", "Naive_Error", "row_id",
                "store", "STORE", "cutoff", "week", "cutoff_", "actual").contains("naive_error_", "naive_square");
        assertThat(layout.origin()).isEqualTo("cutoff");
    }

    @Test
    void columnsOfOlderBuildsAreRead() {
        assertThat(JsonMapper.shared().readValue("""
                {"name": "fold_", "type": "BIGINT", "comment": "Key column fold"}""", BacktestColumn.class).shown())
                .isEqualTo("fold_");
    }

    @Test
    void aSnapshotWithoutAKeyColumnOfTheSpecIsAMistakeOfOurs() {
        FamilySpec spec = forecast("store");

        assertThatThrownBy(
                () -> BacktestLayout.of(spec, snapshot(forecast("shop"), ColumnType.INTEGER, WEEKS), CUTOFFS))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("[store]");
    }

    @Test
    void aRowIsPredictedOnceACut() {
        assertThat(CUTOFFS.repetitions()).isOne();
        assertThat(FOLDS.repetitions()).isOne();
        assertThat(new BacktestParameters("s", List.of(1L, 2L, 3L), null, null, null, null).repetitions()).isEqualTo(3);
        assertThat(new BacktestParameters("s", null, 7, 1, null, null).repetitions()).isEqualTo(7);
    }
}
