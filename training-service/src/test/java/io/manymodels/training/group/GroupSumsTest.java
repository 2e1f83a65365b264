package io.manymodels.training.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupSumsTest {

    private static final TimeAxis WEEKS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 1);
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                    new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET)));

    private static PartitionRows rows(long first, double... units) {
        long[] weeks = new long[units.length];
        double[] times = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            weeks[i] = first + i;
            times[i] = weeks[i];
        }
        return new PartitionRows(SCHEMA, "{}", units.length, weeks, new double[][] {times, units},
                new @Nullable String[2][0]);
    }

    private static GroupSums sums(int levels) {
        GroupSums sums = new GroupSums(WEEKS, levels);
        sums.add(List.of("north", "1"), rows(1, 1, 2, 3));
        sums.add(List.of("north", "2"), rows(2, 10, Double.NaN));
        sums.add(List.of("south", "1"), rows(3, 100, 200));
        return sums;
    }

    @Test
    void eachLevelSumsWhatIsThereAtEachStep() {
        assertThat(sums(2).bySteps().toString()).isEqualTo("{[]={1=1.0, 2=12.0, 3=103.0, 4=200.0}, "
                + "[north]={1=1.0, 2=12.0, 3=3.0}, [south]={3=100.0, 4=200.0}, [north, 1]={1=1.0, 2=2.0, 3=3.0}, "
                + "[north, 2]={2=10.0}, [south, 1]={3=100.0, 4=200.0}}");
    }

    @Test
    void levelsThatAreTooFineAreLeftOut() {
        assertThat(sums(1).bySteps().keySet()).containsExactly(List.of(), List.of("north"), List.of("south"));
        assertThat(sums(0).bySteps().keySet()).containsExactly(List.<String>of());
    }
}
