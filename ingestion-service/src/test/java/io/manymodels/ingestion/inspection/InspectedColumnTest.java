package io.manymodels.ingestion.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InspectedColumnTest {

    private static final FamilySpec TABULAR = FamilySpec.read("""
            family: f
            source: {files: rows.csv}
            key: [k]
            target: y
            task: regression
            columns: {known: [price], observed: [profit], static: [city], ignored: [note], id: [ticket]}
            """).orThrow();
    private static final FamilySpec FORECAST = FamilySpec.read("""
            family: f
            source: {files: rows.csv}
            key: [k]
            time: t
            target: y
            task: forecast
            forecast: {horizon: 2}
            """).orThrow();

    private static String why(FamilySpec spec, String name, ColumnRole role) {
        return InspectedColumn.of(new Column(name, ColumnType.TEXT, role), spec).why();
    }

    @ParameterizedTest
    @CsvSource({"k, KEY, key names it", "t, TIME, time names it", "y, TARGET, target names it",
            "price, KNOWN, columns.known names it", "city, STATIC, columns.static names it",
            "profit, OBSERVED, columns.observed names it", "note, IGNORED, columns.ignored names it",
            "ticket, ID, columns.id names it"})
    void whatTheSpecNamesIsSaidSo(String name, ColumnRole role, String why) {
        assertThat(why(TABULAR, name, role)).isEqualTo(why);
    }

    @Test
    void whatIsInferredSaysWhyAndHowToChangeIt() {
        assertThat(why(TABULAR, "region", ColumnRole.STATIC)).contains("one value a key", "columns.known: [region]");
        assertThat(why(TABULAR, "rain", ColumnRole.OBSERVED))
                .isEqualTo("a feature, because no list of columns names it");
        assertThat(why(FORECAST, "rain", ColumnRole.OBSERVED)).contains("its past alone", "columns.known: [rain]");
        assertThat(why(TABULAR, "source_row", ColumnRole.ID)).contains("numbers the rows", "Maybe columns.id");
    }

    @Test
    void aLeakSaysWhatToldIt() {
        Column leak = new Column("mm", ColumnType.DOUBLE, ColumnRole.IGNORED, true, "[mm] tells the target");

        assertThat(InspectedColumn.of(leak, TABULAR)).isEqualTo(
                new InspectedColumn("mm", "double", "ignored", "[mm] tells the target"));
    }

    @ParameterizedTest
    @EnumSource(ColumnRole.class)
    void everyRoleHasItsReason(ColumnRole role) {
        assertThat(why(FORECAST, "x", role)).isNotBlank();
    }
}
