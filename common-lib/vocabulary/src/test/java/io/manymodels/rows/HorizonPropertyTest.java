package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec.Origin;
import io.manymodels.family.TimeStep;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever rows a key has, a horizon is its steps, and nothing of them that is only known after the fact. */
class HorizonPropertyTest {

    private static final long FIRST = LocalDate.of(2024, 1, 31).toEpochDay();

    private record Case(TimeAxis axis, PartitionRows rows, long cutoff) {}

    @Provide
    Arbitrary<TimeAxis> axes() {
        return Arbitraries.of(TimeAxis.integers(), new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 2, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, FIRST),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.MONTH, 1, null, LocalDate.of(2024, 1, 1).toEpochDay()));
    }

    private static RowSchema schema(TimeAxis axis) {
        return new RowSchema(List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("time", axis.kind() == TimeAxis.Kind.DATE ? ColumnType.DATE : ColumnType.INTEGER,
                        ColumnRole.TIME),
                new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
                new Column("promo", ColumnType.TEXT, ColumnRole.KNOWN),
                new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED),
                new Column("leak", ColumnType.DOUBLE, ColumnRole.IGNORED),
                new Column("city", ColumnType.TEXT, ColumnRole.STATIC)));
    }

    /** A key with gaps, whose rows begin before its cutoff and end somewhere behind it. */
    private static Case random(TimeAxis axis, long seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> rows = new ArrayList<>();
        long time = axis.anchor();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            Map<String, Object> row = new HashMap<>(Map.of("store", 7, "time", axis.value(time), "units", 1000.0 + i,
                    "profit", 2000.0 + i, "leak", 3000.0 + i));
            if (random.nextInt(3) > 0) {
                row.put("price", (double) axis.index(time));
                row.put("promo", "p" + axis.index(time));
            }
            if (random.nextInt(4) > 0) {
                row.put("city", "Bonn");
            }
            rows.add(row);
            time = axis.plus(time, 1 + random.nextInt(3));
        }
        return new Case(axis, PartitionRows.of(schema(axis), axis, "{\"store\":7}", rows),
                axis.plus(axis.anchor(), random.nextInt(40)));
    }

    @Property(tries = 300)
    void aHorizonIsItsStepsInOrderWhateverRowsThereAre(@ForAll("axes") TimeAxis axis, @ForAll long seed,
            @ForAll @IntRange(max = 3) int gap, @ForAll @IntRange(min = 1, max = 9) int horizon) {
        Case key = random(axis, seed);

        PartitionRows selected = new Horizon(axis, key.cutoff(), gap, horizon, Origin.FAMILY_END)
                .select(key.rows());

        List<Long> steps = LongStream.range(0, horizon).map(step -> axis.index(key.cutoff()) + gap + 1 + step).boxed()
                .toList();
        List<Long> indexes = LongStream.of(selected.times()).map(axis::index).boxed().toList();
        assertThat(indexes).isSorted().doesNotHaveDuplicates().isSubsetOf(steps);
        if (axis.unit() != TimeStep.DAY) {
            assertThat(indexes).as("only days are left out, of a week that never had them").isEqualTo(steps);
        }
        assertThat(indexes).containsAll(LongStream.of(key.rows().times()).map(axis::index).boxed()
                .filter(steps::contains).toList());
        assertThat(selected.key()).isEqualTo("{\"store\":7}");
    }

    @Property(tries = 300)
    void whatIsKnownAheadIsThatOfTheStepAndNothingElseIsThere(@ForAll("axes") TimeAxis axis, @ForAll long seed) {
        Case key = random(axis, seed);
        RowSchema schema = key.rows().schema();

        PartitionRows selected = new Horizon(axis, key.cutoff(), 0, 8, Origin.FAMILY_END)
                .select(key.rows());

        for (int row = 0; row < selected.size(); row++) {
            double price = selected.numbers(schema.indexOf("price"))[row];
            String promo = selected.texts(schema.indexOf("promo"))[row];
            if (!Double.isNaN(price)) {
                assertThat((long) price).isEqualTo(axis.index(selected.time(row)));
                assertThat(promo).isEqualTo("p" + axis.index(selected.time(row)));
            }
            for (String after : List.of("units", "profit", "leak")) {
                assertThat(selected.numbers(schema.indexOf(after))[row]).as(after).isNaN();
            }
            assertThat(selected.numbers(schema.indexOf("store"))[row]).isEqualTo(7);
        }
    }
}
