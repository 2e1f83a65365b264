package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodec;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.Holidays;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Models of every kind on one small schema. */
final class Toys {

    static final RowSchema SCHEMA = new RowSchema(List.of(new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("sky", ColumnType.TEXT, ColumnRole.KNOWN)));
    static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(1989, 9, 14), 40);
    static final ModelHeader FORECAST = new ModelHeader("toy", Task.FORECAST, SCHEMA, AXIS, 1, 3, List.of(80, 95),
            Map.of("java", "25"));
    static final ModelHeader CLASSES = new ModelHeader("toy", Task.CLASSIFICATION, SCHEMA, AXIS, 0, 0, List.of(),
            Map.of());
    static final long ORIGIN = 160;
    /** The days of weeks 161 and 163 are holidays. */
    static final ModelHeader WITH_HOLIDAYS = new ModelHeader("toy", Task.FORECAST, SCHEMA, AXIS.with(new Holidays("XX",
            new long[] {LocalDate.of(1992, 10, 15).toEpochDay(), LocalDate.of(1992, 10, 29).toEpochDay()})), 1, 3,
            List.of(80, 95), Map.of());
    static final Scorer.Rows HOLIDAYS = new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Holiday(0),
            new FeatureTerm.Holiday(1), new FeatureTerm.Holiday(-1), new FeatureTerm.Holiday(7))), History.NONE,
            new Kernel.Linear(1, new double[] {1}, new double[] {0.5, 0.25, 0.125, 2}, new double[4]));

    /** One of each kind of term. */
    static final FeatureRecipe RECIPE = new FeatureRecipe(List.of(new FeatureTerm.Value(2, FeatureTerm.Scale.LOG),
            new FeatureTerm.Missing(3), new FeatureTerm.Category(3, "s\u00fcn"), new FeatureTerm.YearWave(1, true),
            new FeatureTerm.StepWave(52, 2, false), new FeatureTerm.Trend(40, 100, 1.02),
            new FeatureTerm.LagMean(1, 3, 4), new FeatureTerm.SameSeason(52)));
    static final History HISTORY = new History(new long[] {-2, 157, 158, ORIGIN},
            new double[][] {{1, 2, 3, 4}, {Double.NaN, 5, 6, 7}});
    static final Kernel.Linear LINEAR = new Kernel.Linear(1, new double[] {1.5},
            new double[] {-2, .1, .2, .3, .4, .5, .6, .7}, new double[8]);
    static final Kernel.Trees TREES = new Kernel.Trees(1, new double[] {2}, new int[] {0, 3},
            new short[] {0, -1, -1, 6, -1, -1}, new double[] {-0.5, 0.25, -0.25, 3, 1, -1},
            new int[] {1, 0, 0, 4, 0, 0}, new boolean[] {true, false, false, false, false, false},
            new int[] {90, 30, 60, 90, 50, 40});
    /** Takes an own score, two numbers of a key, and the last five features of the recipe. */
    static final Kernel.Shared SHARED = new Kernel.Shared(0, 8, TREES);
    static final ModelHeader SHARING = FORECAST.sharing(List.of(SHARED));
    static final Kernel.Corrected CORRECTED = new Kernel.Corrected(
            new Kernel.Linear(1, new double[] {0.5}, new double[] {1, 2, 3}, new double[3]), 3, 0.75,
            new double[] {0.25, 1, 0, 0, 0, 3}, new double[] {2, 1, 1, 1, 1, 4}, new double[] {0.5, -1}, SHARED);
    static final Scorer.Steps STEPS = new Scorer.Steps(2, new double[] {1, 1.5, 2, 2.25, 2.5},
            new double[] {0.5, 0.75, 1, 1.25, 1.5}, new Scorer.Tail(2, 0.25, 0.9));
    static final Link LOG1P = new Link(TargetTransform.LOG1P, 0.125, -0.5, -10, 10, true);
    static final ResidualQuantiles BY_LEAD = new ResidualQuantiles(2, new double[][] {{-1, -1.5, -2}, {-2, -2.5, -3}},
            new double[][] {{1, 1.5, 2}, {2, 2.5, 3}});
    static final Substitutes SUBSTITUTES = new Substitutes(List.of(new Substitutes.Substitute(2, 0.75, null, true),
            new Substitutes.Substitute(3, Double.NaN, "s\u00fcn", true)));
    static final KernelCodecs CODECS = KernelCodecs.of(List.of(new ScaledFirst.Codec()));

    private Toys() {}

    static Scorer.Rows rows(Kernel kernel) {
        return new Scorer.Rows(RECIPE, HISTORY, kernel);
    }

    static ModelBody forecast(Scorer scorer) {
        return new ModelBody("toy", ORIGIN, scorer, List.of(), LOG1P, BY_LEAD, SUBSTITUTES);
    }

    static ModelBody classes(List<String> labels, Scorer scorer) {
        return new ModelBody("toy", null, scorer, labels, Link.IDENTITY, ResidualQuantiles.NONE, SUBSTITUTES);
    }

    /** Members on two scales. */
    static Scorer.Blend blend(Scorer.Blend.Scale scale) {
        return new Scorer.Blend(scale, List.of(new Scorer.Blend.Member(0.5, LOG1P, rows(LINEAR)),
                new Scorer.Blend.Member(0.25, Link.of(TargetTransform.LOG), STEPS),
                new Scorer.Blend.Member(0.25, new Link(TargetTransform.IDENTITY, 1, 0, -5, 20, true), rows(TREES))));
    }

    static Kernel.Linear classKernel(int outputs) {
        double[] coefficients = new double[outputs * RECIPE.width()];
        double[] intercepts = new double[outputs];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = Math.sin(i);
        }
        for (int k = 0; k < outputs; k++) {
            intercepts[k] = Math.cos(k);
        }
        return new Kernel.Linear(outputs, intercepts, coefficients, new double[RECIPE.width()]);
    }

    static Scorer.Blend classBlend(Scorer.Blend.Scale scale, int outputs) {
        return new Scorer.Blend(scale,
                List.of(new Scorer.Blend.Member(0.75, Link.IDENTITY, rows(classKernel(outputs))),
                        new Scorer.Blend.Member(0.25, Link.IDENTITY,
                                new Scorer.Rows(new FeatureRecipe(List.of()), History.NONE,
                                        new Kernel.Linear(outputs, new double[outputs], new double[0],
                                                new double[0])))));
    }

    /** Rows around the origin, some without a price or a sky. */
    static PartitionRows asked() {
        return asked(new long[] {161, 162, 163, 164, 165, 166, 167, 190, 160, 100, 40, 1000});
    }

    static PartitionRows asked(long[] weeks) {
        return PartitionRows.of(SCHEMA, AXIS, "{}", java.util.Arrays.stream(weeks).mapToObj(Toys::row).toList());
    }

    static Map<String, Object> row(long week) {
        Map<String, Object> row = new java.util.LinkedHashMap<>();
        row.put("week", week);
        if (week % 3 != 0) {
            row.put("price", 0.3 + week % 7 / 10.0);
        }
        if (week % 4 != 0) {
            row.put("sky", week % 5 == 0 ? "s\u00fcn" : "rain");
        }
        return row;
    }

    /** A plug-in's kernel: its first feature times a factor. */
    record ScaledFirst(double factor) implements Kernel.Foreign {

        static final String NAME = "toy.scaled-first";

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void score(double[] matrix, int rows, int width, double[] scores) {
            for (int i = 0; i < rows; i++) {
                double first = width == 0 ? 0 : matrix[i * width];
                scores[i] = Double.isNaN(first) ? 0 : factor * first;
            }
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int version() {
            return 2;
        }

        @Override
        public byte[] bytes() {
            return ByteBuffer.allocate(Double.BYTES).putDouble(factor).array();
        }

        @Override
        public long weight() {
            return 32;
        }

        static final class Codec implements KernelCodec {

            @Override
            public String name() {
                return NAME;
            }

            @Override
            public int version() {
                return 2;
            }

            @Override
            public Kernel.Foreign read(int version, int width, byte[] bytes) {
                // Throws BufferUnderflowException for too few, as a careless plug-in would.
                return new ScaledFirst(ByteBuffer.wrap(bytes).getDouble());
            }
        }
    }
}
