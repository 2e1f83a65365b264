package io.manymodels.model;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Contributions;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.RowSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes apart what {@link Scoring} puts together. */
final class Explainer {

    private final ModelHeader header;
    private final ModelBody body;
    private final AskedRows rows;

    private Explainer(ModelHeader header, ModelBody body, AskedRows rows) {
        this.header = header;
        this.body = body;
        this.rows = rows;
    }

    /** Why a model does not tell what its scores are made of; null where it does. */
    static @Nullable String missing(ModelBody body) {
        return switch (body.scorer()) {
            case Scorer.Single single -> missing(single);
            case Scorer.Blend blend -> blend.scale() == Scorer.Blend.Scale.ORIGINAL && blend.outputs() > 1
                    ? "probabilities of more than two labels are blended"
                    : blend.members().stream().map(Scorer.Blend.Member::scorer).map(Explainer::missing)
                            .filter(Objects::nonNull).findFirst().orElse(null);
        };
    }

    private static @Nullable String missing(Scorer.Single scorer) {
        return switch (scorer) {
            case Scorer.Rows given -> Contributions.missing(given.kernel());
            case Scorer.Steps _ -> null;
        };
    }

    /** One explanation a row. */
    static List<Explanation> of(ModelHeader header, ModelBody body, AskedRows rows) {
        return new Explainer(header, body, rows).explanations();
    }

    /** The mean size over the rows of what each feature or component adds to a score; a score that is no number counts as none. */
    static Map<String, Double> sizes(ModelHeader header, ModelBody body, AskedRows rows) {
        return new Explainer(header, body, rows).sizes();
    }

    private Map<String, Double> sizes() {
        Parts parts = parts();
        double[] scores = parts.sums();
        int[] places = body.labels().isEmpty()
                ? IntStream.range(0, rows.size()).filter(i -> Double.isFinite(scores[i])).toArray()
                : IntStream.range(0, rows.size()).map(i -> best(scores, i)).toArray();
        return parts.sizes(places, rows.size());
    }

    private Parts parts() {
        return switch (body.scorer()) {
            case Scorer.Single single -> parts(single);
            case Scorer.Blend blend -> body.labels().isEmpty() ? numbers(blend) : labels(blend);
        };
    }

    private List<Explanation> explanations() {
        Parts parts = parts();
        double[] scores = parts.sums();
        List<Explanation> explanations = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            explanations.add(body.labels().isEmpty() ? number(parts, i, scores[i]) : label(parts, i, scores));
        }
        return explanations;
    }

    private Explanation number(Parts parts, int row, double score) {
        Link link = body.link();
        // Of a score that is no number its parts say nothing, and the bounds all.
        boolean told = Double.isFinite(score);
        Map<String, Double> contributions = told ? parts.at(row) : new LinkedHashMap<>();
        put(contributions, Explanation.LEVEL, link.level());
        double unbounded = (told ? score : 0) + link.level();
        double location = link.location(score);
        put(contributions, Explanation.BOUNDS, location == unbounded ? 0 : location - unbounded);
        put(contributions, Explanation.POINT, link.shift());
        return new Explanation(Explanation.Scale.of(link.transform()), null, told ? parts.base(row) : 0,
                contributions);
    }

    private static void put(Map<String, Double> contributions, String name, double value) {
        if (value != 0) {
            contributions.merge(name, value, Double::sum);
        }
    }

    /** Of the second of two labels, else of the most probable one. */
    private Explanation label(Parts parts, int row, double[] scores) {
        int outputs = body.scorer().outputs();
        int at = best(scores, row);
        return new Explanation(outputs == 1 ? Explanation.Scale.LOG_ODDS : Explanation.Scale.LOGIT,
                body.labels().get(outputs == 1 ? body.labels().size() - 1 : at % outputs), parts.base(at),
                parts.at(at));
    }

    /** The place of a row's largest score. */
    private int best(double[] scores, int row) {
        int outputs = body.scorer().outputs();
        int best = row * outputs;
        for (int at = best + 1; at < (row + 1) * outputs; at++) {
            best = scores[at] > scores[best] ? at : best;
        }
        return best;
    }

    private Parts parts(Scorer.Single scorer) {
        return switch (scorer) {
            case Scorer.Rows given -> parts(given);
            case Scorer.Steps steps -> parts(steps);
        };
    }

    private Parts parts(Scorer.Steps steps) {
        Parts parts = new Parts(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Components components = Components.of(steps, rows.lead(i));
            parts.addBase(i, components.level());
            parts.add(Explanation.TREND, i, components.trend());
            parts.add(Explanation.SEASON, i, components.season());
        }
        return parts;
    }

    private Parts parts(Scorer.Rows given) {
        double[] matrix = given.recipe().matrix(rows.rows(), rows.axis(), rows.indexes(), given.history());
        List<String> names = given.recipe().terms().stream().map(this::name).toList();
        Parts parts = new Parts(rows.size() * given.outputs());
        if (given.kernel() instanceof Kernel.Corrected corrected) {
            corrected(parts, corrected, given.recipe(), matrix, names);
        } else {
            add(parts, 1, given.kernel(), matrix, given.recipe().width(), names::get);
        }
        return parts;
    }

    /** Adds what a kernel makes of its features. */
    private void add(Parts parts, double weight, Kernel kernel, double[] matrix, int width, IntFunction<String> names) {
        int outputs = kernel.outputs();
        Contributions contributions = Contributions.of(kernel, matrix, rows.size(), width);
        for (int at = 0; at < rows.size() * outputs; at++) {
            parts.addBase(at, weight * contributions.base()[at % outputs]);
        }
        for (int j = 0; j < width; j++) {
            double[] added = parts.of(names.apply(j));
            for (int at = 0; at < added.length; at++) {
                added[at] += weight * contributions.values()[at * width + j];
            }
        }
    }

    private void corrected(Parts parts, Kernel.Corrected corrected, FeatureRecipe recipe, double[] matrix,
            List<String> names) {
        int mine = corrected.ownWidth();
        double[] own = corrected.owned(matrix, rows.size(), recipe.width());
        double[] scores = new double[rows.size() * corrected.outputs()];
        corrected.own().score(own, rows.size(), mine, scores);
        add(parts, 1, corrected.own(), own, mine, names::get);
        int outputs = corrected.outputs();
        int numbers = corrected.numbers().length;
        add(parts, corrected.weight(), corrected.family(),
                corrected.asked(matrix, rows.size(), recipe.width(), scores), corrected.family().width(),
                j -> j < outputs
                        ? Explanation.OWN_MODEL
                        : j < outputs + numbers ? Explanation.KEY : names.get(mine + j - outputs - numbers));
    }

    private String name(FeatureTerm term) {
        RowSchema schema = header.schema();
        return switch (term) {
            case FeatureTerm.Value(int column, FeatureTerm.Scale _) -> schema.column(column).name();
            case FeatureTerm.Missing(int column) -> schema.column(column).name();
            case FeatureTerm.Category(int column, String _) -> schema.column(column).name();
            case FeatureTerm.YearWave _ -> Explanation.YEAR;
            case FeatureTerm.Holiday _ -> Explanation.HOLIDAY;
            case FeatureTerm.StepWave _ -> Explanation.SEASON;
            case FeatureTerm.Trend _ -> Explanation.TREND;
            case FeatureTerm.LagMean mean -> ofSeries(mean.series());
            case FeatureTerm.SameSeason _ -> ofSeries(0);
        };
    }

    /** The column whose past it is: an artefact may hold series that no column of its header accounts for. */
    private String ofSeries(int series) {
        RowSchema schema = header.schema();
        int[] observed = History.observed(schema);
        int column = series == 0 ? schema.target() : series <= observed.length ? observed[series - 1] : -1;
        return column < 0 ? Explanation.PAST : schema.column(column).name();
    }

    private Parts numbers(Scorer.Blend blend) {
        TargetTransform transform = body.link().transform();
        boolean original = blend.scale() == Scorer.Blend.Scale.ORIGINAL;
        Parts sum = new Parts(rows.size());
        for (Scorer.Blend.Member member : blend.members()) {
            sum.add(parts(member.scorer()).through(score -> original
                    ? member.link().value(score)
                    : Scoring.transformed(member.link(), transform, score)), member.weight());
        }
        return original ? sum.through(value -> Scoring.forward(transform, value)) : sum;
    }

    private Parts labels(Scorer.Blend blend) {
        boolean original = blend.scale() == Scorer.Blend.Scale.ORIGINAL;
        Parts sum = new Parts(rows.size() * blend.outputs());
        double weights = 0;
        for (Scorer.Blend.Member member : blend.members()) {
            Parts parts = parts(member.scorer());
            sum.add(original ? parts.through(score -> 1 / (1 + Math.exp(-score))) : parts, member.weight());
            weights += member.weight();
        }
        double all = weights;
        return original ? sum.through(probability -> Math.log(probability / (all - probability))) : sum;
    }
}
