package io.manymodels.model;

import static io.manymodels.model.ArtefactInput.check;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.rows.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** The bytes of recipes and histories, the same in formats 1 to 4 but for kinds that came later. A kind of term is one byte. */
final class FeatureFormat {

    /** No index of a history is farther from 0. */
    private static final long FARTHEST = 1L << 53;

    private static final int FARTHEST_DAY = 366;

    private FeatureFormat() {}

    static void write(ArtefactOutput out, FeatureRecipe recipe) {
        out.number(recipe.terms().size());
        for (FeatureTerm term : recipe.terms()) {
            write(out, term);
        }
    }

    private static void write(ArtefactOutput out, FeatureTerm term) {
        switch (term) {
            case FeatureTerm.Value value -> out.kind(1).number(value.column()).number(value.scale().code());
            case FeatureTerm.Missing missing -> out.kind(2).number(missing.column());
            case FeatureTerm.Category category -> out.kind(3).number(category.column()).text(category.value());
            case FeatureTerm.YearWave wave -> out.kind(4).number(wave.harmonic()).flag(wave.cosine());
            case FeatureTerm.StepWave wave ->
                out.kind(5).real(wave.period()).number(wave.harmonic()).flag(wave.cosine());
            case FeatureTerm.Trend trend -> out.kind(6).signed(trend.origin()).real(trend.scale()).real(trend.limit());
            case FeatureTerm.LagMean mean ->
                out.kind(8).number(mean.series()).number(mean.steps()).number(mean.window());
            case FeatureTerm.SameSeason same -> out.kind(9).number(same.season());
            case FeatureTerm.Holiday holiday -> out.since(4).kind(10).signed(holiday.daysAfter());
        }
    }

    static FeatureRecipe readRecipe(ArtefactInput in, ModelHeader header) {
        int width = in.count(2);
        List<FeatureTerm> terms = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            FeatureTerm term = readTerm(in, header.schema());
            check(header.timeAxis() != null || term instanceof FeatureTerm.YearWave || !FeatureRecipe.goesByTime(term),
                    "a feature goes by time without one");
            terms.add(term);
        }
        return new FeatureRecipe(terms);
    }

    private static FeatureTerm readTerm(ArtefactInput in, RowSchema schema) {
        byte kind = in.kind();
        return switch (kind) {
            case 1 -> {
                int column = column(in, schema);
                check(!schema.column(column).type().isText(), "it names a column of another type");
                yield new FeatureTerm.Value(column, FeatureTerm.Scale.of(in.integer()));
            }
            case 2 -> new FeatureTerm.Missing(column(in, schema));
            case 3 -> new FeatureTerm.Category(column(in, schema), in.text());
            case 4 -> new FeatureTerm.YearWave(in.integer(), in.flag());
            case 5 -> new FeatureTerm.StepWave(in.real(), in.integer(), in.flag());
            case 6 -> new FeatureTerm.Trend(in.signed(), in.real(), in.real());
            case 7 -> {
                // Format 1 had a term for the mean of one step.
                check(in.version() == 1, "it has an unknown feature [7]");
                yield new FeatureTerm.LagMean(in.integer(), in.integer(), 1);
            }
            case 8 -> new FeatureTerm.LagMean(in.integer(), in.integer(), in.integer());
            case 9 -> new FeatureTerm.SameSeason(Math.max(1, in.integer()));
            case 10 -> {
                check(in.version() > 3, "it has an unknown feature [10]");
                long daysAfter = in.signed();
                check(Math.abs(daysAfter) <= FARTHEST_DAY, "its holiday is too far off");
                yield new FeatureTerm.Holiday((int) daysAfter);
            }
            default -> throw new IllegalArgumentException("it has an unknown feature [%d]".formatted(kind));
        };
    }

    static int column(ArtefactInput in, RowSchema schema) {
        int column = in.integer();
        check(column < schema.size(), "it names an unknown column");
        return column;
    }

    static void write(ArtefactOutput out, History history) {
        out.number(history.indexes().length);
        long previous = 0;
        for (long index : history.indexes()) {
            out.signed(index - previous);
            previous = index;
        }
        out.number(history.series().length);
        for (double[] series : history.series()) {
            out.reals(series);
        }
    }

    /** The history that a recipe reaches into. */
    static History readHistory(ArtefactInput in, FeatureRecipe recipe) {
        long[] indexes = new long[in.count(1)];
        long previous = 0;
        for (int i = 0; i < indexes.length; i++) {
            long distance = in.signed();
            check(distance >= (i == 0 ? -FARTHEST : 0) && distance <= FARTHEST - previous,
                    "its history does not go by time");
            previous += distance;
            indexes[i] = previous;
        }
        double[][] series = new double[in.count(1)][];
        for (int s = 0; s < series.length; s++) {
            series[s] = in.reals();
            check(series[s].length == indexes.length, "its history does not fit");
        }
        for (FeatureTerm term : recipe.terms()) {
            int asked = switch (term) {
                case FeatureTerm.LagMean mean -> mean.series();
                case FeatureTerm.SameSeason _ -> 0;
                case FeatureTerm.Value _,FeatureTerm.Missing _,FeatureTerm.Category _,FeatureTerm.YearWave _,FeatureTerm.Holiday _,FeatureTerm.StepWave _,FeatureTerm.Trend _ ->
                    -1;
            };
            check(asked < series.length, "a lag has no series");
        }
        return new History(indexes, series);
    }
}
