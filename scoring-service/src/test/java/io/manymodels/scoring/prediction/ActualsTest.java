package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActualsTest {

    private static final List<PredictionColumn> OWN = List.of(
            new PredictionColumn("store", ColumnKind.INTEGER, Role.KEY, "Store"),
            new PredictionColumn("day", ColumnKind.DATE, Role.TIME, "Day"));
    private static final PredictionSchema NUMBERS = PredictionSchema.ofNumbers(OWN, "units", List.of());

    /** Rows of days 1 to the number of these values; one of none is in the future, or a gap. */
    private static PartitionRows rows(double... units) {
        long[] days = new long[units.length];
        double[] times = new double[units.length];
        for (int row = 0; row < units.length; row++) {
            days[row] = row + 1L;
            times[row] = row + 1.0;
        }
        return new PartitionRows(new RowSchema(List.of(new Column("day", ColumnType.DATE, ColumnRole.TIME),
                new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET))), "{\"store\":1}", units.length, days,
                new double[][] {times, units}, new String[2][0]);
    }

    private static List<String> shown(Actuals actuals) {
        List<String> rows = new ArrayList<>();
        List<ColumnVector> columns = actuals.columns();
        for (int row = 0; row < actuals.size(); row++) {
            String value = columns.get(1).kind() == ColumnKind.TEXT
                    ? columns.get(1).textAt(row)
                    : "" + columns.get(1).doubleAt(row);
            rows.add(actuals.sequence(row) + "@" + columns.get(0).longAt(row) + "=" + value);
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"0, , ''", "1, , 7@5=50.0", "2, , 7@3=30.0 7@5=50.0", "9, , 7@1=10.0 7@2=20.0 7@3=30.0 7@5=50.0",
            "2, 3, 7@2=20.0 7@3=30.0", "9, 0, ''"})
    void areTheLatestRowsWithATarget(int latest, @Nullable Long until, String expected) {
        Actuals actuals = new Actuals(NUMBERS, latest, until);

        actuals.add(7, rows(10, 20, 30, Double.NaN, 50, Double.NaN));

        assertThat(String.join(" ", shown(actuals))).isEqualTo(expected);
    }

    @Test
    void keysFollowEachOther() {
        Actuals actuals = new Actuals(NUMBERS, 1, null);

        actuals.add(3, rows(1, 2));
        actuals.add(4, rows(Double.NaN));
        actuals.add(5, rows(7));

        assertThat(shown(actuals)).containsExactly("3@2=2.0", "5@1=7.0");
    }

    @Test
    void labelsAreTexts() {
        Actuals actuals = new Actuals(PredictionSchema.ofLabels(OWN, "units", List.of("1", "2")), 1, null);

        actuals.add(3, rows(1, 2));

        assertThat(shown(actuals)).containsExactly("3@2=2");
    }

    @Test
    void aFamilyWithoutTimeHasNone() {
        Actuals actuals = new Actuals(PredictionSchema.ofNumbers(OWN.subList(0, 1), "units", List.of()), 5, null);

        actuals.add(3, rows(1, 2));

        assertThat(actuals.size()).isZero();
    }
}
