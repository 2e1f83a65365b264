package io.manymodels.realtime;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.registry.Release;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Weekly sales by region and store: what the tests of this service have in common. */
public final class ToyFamily {

    public static final int WEEKS = 20;

    static final String SPEC = """
            family: {family}
            source: {files: toy.csv}
            key: [region, store]
            group: [region]
            time: {column: week, unit: week, epoch: 2020-01-06}
            target: units
            task: forecast
            columns: {known: [price]}
            forecast: {gap: 0, horizon: 2}
            training: {algorithms: [naive, ridge], metric: mae, windows: 2, errorBudget: 3}
            scoring: {rows: horizon, intervals: [80]}
            """;

    public static final List<Column> COLUMNS = List.of(new Column("region", ColumnType.TEXT, ColumnRole.KEY),
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));

    public static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 1);

    /** Without a registry behind it. */
    public static final ServedFamily SERVED = new ServedFamily(
            new Release(1, "toy", 1, new UUID(0, 1), "toy-1", 1, Instant.EPOCH),
            FamilySpec.read(SPEC.replace("{family}", "toy")).orThrow(),
            new RowSchema(COLUMNS), AXIS, (long) WEEKS);

    private ToyFamily() {}
}
