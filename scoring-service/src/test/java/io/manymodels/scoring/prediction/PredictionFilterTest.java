package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionFilterTest {

    private static Object value(ColumnKind kind, String text) {
        return PredictionFilter.value(new PredictionColumn("k", kind, Role.KEY, ""), text);
    }

    @ParameterizedTest
    @EnumSource(ColumnKind.class)
    void theExampleOfARefusalIsAccepted(ColumnKind kind) {
        String example = Stream.of("x", "").flatMap(text -> {
            try {
                value(kind, text);
                return Stream.empty();
            } catch (ManyModelsException e) {
                return Stream.of(e.getMessage().substring(e.getMessage().indexOf("Maybe ") + "Maybe ".length()));
            }
        }).findFirst().orElse("any text");

        assertThat(value(kind, example)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"INTEGER|''", "INTEGER|1.0", "INTEGER|1e3", "INTEGER|9223372036854775808",
            "INTEGER|0x1", "DOUBLE|one", "DOUBLE|1,5", "BOOLEAN|yes", "BOOLEAN|1", "BOOLEAN|''", "BOOLEAN|tru",
            "DATE|2024-02-30", "DATE|5.3.2024", "DATE|2024-03-05T00:00", "TIMESTAMP|2024-03-05", "TIMESTAMP|noon"})
    void whatIsNotOfTheColumnsTypeIsMalformed(ColumnKind kind, String text) {
        assertThatThrownBy(() -> value(kind, text)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("filter-malformed");
            assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.MALFORMED);
            assertThat(e.getMessage()).contains("[" + text + "]", "[" + kind.sqlType() + "]", "Maybe");
        });
    }

    @Test
    void valuesAreTypedAsTheColumnsAre() {
        assertThat(value(ColumnKind.INTEGER, "-7")).isEqualTo(-7L);
        assertThat(value(ColumnKind.DOUBLE, "7.5")).isEqualTo(7.5);
        assertThat(value(ColumnKind.BOOLEAN, "true")).isEqualTo(true);
        assertThat(value(ColumnKind.BOOLEAN, "false")).isEqualTo(false);
        assertThat(value(ColumnKind.TEXT, " north ")).isEqualTo(" north ");
        assertThat(value(ColumnKind.DATE, "2024-03-05")).isEqualTo(LocalDate.of(2024, 3, 5));
        assertThat(value(ColumnKind.TIMESTAMP, "2024-03-05T10:00:00.5Z"))
                .isEqualTo(OffsetDateTime.parse("2024-03-05T10:00:00.5Z"));
    }

    @ParameterizedTest
    @CsvSource({"2024-03-05T10:00:00", "2024-03-05T10:00", "2024-03-05T11:00:00+01:00"})
    void aTimeIsFoundAsKeysAndPredictionsShowIt(String text) {
        assertThat(value(ColumnKind.TIMESTAMP, text)).isInstanceOfSatisfying(OffsetDateTime.class,
                time -> assertThat(time.toInstant()).isEqualTo("2024-03-05T10:00:00Z"));
    }

    @Test
    void onlyKeyColumnsFilter() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                List.of(new PredictionColumn("store", ColumnKind.INTEGER, Role.KEY, ""),
                        new PredictionColumn("brand", ColumnKind.TEXT, Role.KEY, ""),
                        new PredictionColumn("week", ColumnKind.INTEGER, Role.TIME, "")),
                "units", List.of());

        assertThat(PredictionFilter.of(schema, Map.of()).values()).isEmpty();
        assertThat(PredictionFilter.of(schema, Map.of("brand", "7", "store", "7")).values().values())
                .containsExactlyInAnyOrder("7", 7L);
        for (String other : List.of("week", "prediction", "row_id", "Store", "")) {
            assertThatThrownBy(() -> PredictionFilter.of(schema, Map.of(other, "1")))
                    .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                        assertThat(e.code()).isEqualTo("filter-unknown");
                        assertThat(e.getMessage()).contains("[" + other + "]", "[store, brand]");
                    });
        }
    }
}
