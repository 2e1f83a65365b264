package io.manymodels.scoring.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import io.manymodels.scoring.prediction.PredictionSchema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class FamilyColumnsTest {

    private static final String FORECAST = """
            family: f
            source: {files: rows.csv}
            key: [store, brand]
            time: week
            target: units
            task: forecast
            forecast: {horizon: 2}
            scoring: {rows: horizon, intervals: [80, 95]}
            """;
    private static final String LABELS = """
            family: f
            source: {files: rows.csv}
            key: [store]
            target: rain
            task: classification
            """;
    private static final Column STORE = new Column("store", ColumnType.INTEGER, ColumnRole.KEY);
    private static final Column BRAND = new Column("brand", ColumnType.TEXT, ColumnRole.KEY);
    private static final Column WEEK = new Column("week", ColumnType.DATE, ColumnRole.TIME);

    private static PredictionSchema schema(String spec, String profile, Column... columns) {
        return FamilyColumns.schema(FamilySpec.read(spec).orThrow(), new Snapshot("s1", "f", 1, 9, 1, List.of(columns),
                null, null, JsonMapper.shared().readTree(profile), Instant.EPOCH));
    }

    private static List<String> names(PredictionSchema schema, Role role) {
        return schema.columns().stream().filter(column -> column.role() == role).map(PredictionColumn::name).toList();
    }

    @Test
    void theFamilysColumnsComeInTheSpecsOrderWithTheSnapshotsTypes() {
        PredictionSchema schema = schema(FORECAST, "{}", WEEK, BRAND, STORE,
                new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));

        assertThat(schema.columns()).extracting(PredictionColumn::name).startsWith("store", "brand", "week",
                "prediction", "lower_80", "upper_80", "lower_95", "upper_95").doesNotContain("price");
        assertThat(schema.columns()).extracting(PredictionColumn::kind).startsWith(ColumnKind.INTEGER, ColumnKind.TEXT,
                ColumnKind.DATE, ColumnKind.DOUBLE);
    }

    @Test
    void whatNamesARowGoesWithItWithoutLeaksAndFeatures() {
        PredictionSchema schema = schema(LABELS, "{}", STORE, new Column("ticket", ColumnType.TEXT, ColumnRole.ID),
                new Column("source_row", ColumnType.INTEGER, ColumnRole.ID),
                new Column("mm", ColumnType.DOUBLE, ColumnRole.IGNORED, true, "tells"));

        assertThat(names(schema, Role.ID)).containsExactly("ticket", "source_row");
        assertThat(names(schema, Role.TIME)).isEmpty();
    }

    @Test
    void labelsStandInTheOrderOfTheAlphabet() {
        PredictionSchema schema = schema(LABELS, "{\"labels\":[\"Yes\",\"No\",\"maybe\"]}", STORE);

        assertThat(schema.labels()).containsExactly("No", "Yes", "maybe");
        assertThat(schema.probabilityColumns()).containsExactly("probability_No", "probability_Yes",
                "probability_maybe");
        assertThat(schema.intervals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void everyTypeOfAKeyIsAKind(ColumnType type) {
        PredictionSchema schema = schema(LABELS, "{}", new Column("store", type, ColumnRole.KEY));

        assertThat(schema.key()).singleElement().satisfies(
                column -> assertThat(column.kind().name()).isEqualTo(type.name()));
    }

    @Test
    void aColumnThatTheSnapshotLacksIsNamed() {
        assertThatThrownBy(() -> schema(FORECAST, "{}", WEEK, STORE)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> {
                    assertThat(e.code()).isEqualTo("column-unknown");
                    assertThat(e.getMessage()).contains("[brand]", "Maybe ingest");
                });
    }
}
