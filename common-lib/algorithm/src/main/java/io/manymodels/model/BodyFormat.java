package io.manymodels.model;

import static io.manymodels.model.ArtefactInput.check;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.TooLarge;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of bodies: formats 1 to 4 are read, and of 2 to 4 the first is written that has all that is in a body. Columns
 * are places in the header's schema. Described in {@code docs/reference/artefact-format.md}.
 */
final class BodyFormat {

    private BodyFormat() {}

    static byte[] write(ModelBody body) {
        ArtefactOutput out = new ArtefactOutput(ModelCodec.BODY_MAGIC);
        out.text(body.algorithm()).flag(body.origin() != null);
        if (body.origin() != null) {
            out.signed(body.origin());
        }
        ScorerFormat.write(out, body.scorer());
        out.number(body.labels().size());
        body.labels().forEach(out::text);
        ScorerFormat.write(out, body.link());
        write(out, body.quantiles());
        write(out, body.substitutes());
        if (out.length() > ModelCodec.LARGEST_BODY) {
            throw new TooLarge("The model of [%s]".formatted(body.algorithm()), out.length(), ModelCodec.LARGEST_BODY);
        }
        return out.bytes();
    }

    static ModelBody read(ModelHeader header, KernelCodecs codecs, byte[] bytes) {
        ArtefactInput in = ArtefactInput.open(bytes, ModelCodec.BODY_MAGIC);
        ModelBody body = in.version() == 1 ? readFirst(header, in) : readSecond(header, codecs, in);
        in.end();
        check(body.labels().isEmpty() == (header.task() != Task.CLASSIFICATION), "its labels do not fit its task");
        int intervals = body.quantiles().intervals();
        check(intervals == 0 || intervals == header.intervals().size(), "it has other intervals than its header");
        check(body.quantiles().leads() == 0 || header.timeAxis() != null, "it goes by lead without a time");
        return body;
    }

    private static ModelBody readSecond(ModelHeader header, KernelCodecs codecs, ArtefactInput in) {
        return new ModelBody(in.text(), in.flag() ? in.signed() : null, new ScorerFormat(header, codecs).read(in),
                readLabels(in), ScorerFormat.readLink(in), readQuantiles(in), readSubstitutes(in, header.schema()));
    }

    /** Format 1: one recipe, one kernel, the same intervals at any lead. */
    private static ModelBody readFirst(ModelHeader header, ArtefactInput in) {
        String algorithm = in.text();
        FeatureRecipe recipe = FeatureFormat.readRecipe(in, header);
        List<Double> weights = new ArrayList<>();
        List<Kernel> kernels = new ArrayList<>();
        new ScorerFormat(header, KernelCodecs.NONE).readWeighed(in, recipe.width(), 1, 0, weights, kernels);
        History history = FeatureFormat.readHistory(in, recipe);
        List<String> labels = readLabels(in);
        TargetTransform transform = TargetTransform.of(in.integer());
        double level = in.real();
        double shift = in.real();
        double floor = in.real();
        double ceiling = in.real();
        double[] lower = in.reals();
        double[] upper = in.reals();
        Link link = new Link(transform, level, shift, floor, ceiling, in.flag());
        check(lower.length == upper.length, "its intervals do not fit");
        Scorer scorer = kernels.size() == 1
                ? new Scorer.Rows(recipe, history, kernels.getFirst())
                : mean(recipe, history, transform, weights, kernels);
        return new ModelBody(algorithm, null, scorer, labels, link, ResidualQuantiles.pooled(lower, upper),
                readSubstitutes(in, header.schema()));
    }

    private static Scorer.Blend mean(FeatureRecipe recipe, History history, TargetTransform transform,
            List<Double> weights, List<Kernel> kernels) {
        List<Scorer.Blend.Member> members = new ArrayList<>(kernels.size());
        for (int i = 0; i < kernels.size(); i++) {
            members.add(new Scorer.Blend.Member(weights.get(i), Link.of(transform),
                    new Scorer.Rows(recipe, history, kernels.get(i))));
        }
        return new Scorer.Blend(Scorer.Blend.Scale.TRANSFORMED, members);
    }

    private static List<String> readLabels(ArtefactInput in) {
        int count = in.count(1);
        List<String> labels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            labels.add(in.text());
        }
        return labels;
    }

    private static void write(ArtefactOutput out, ResidualQuantiles quantiles) {
        out.number(quantiles.intervals()).number(quantiles.first()).number(quantiles.leads());
        for (int k = 0; k < quantiles.intervals(); k++) {
            out.realsAlone(quantiles.lower()[k]).realsAlone(quantiles.upper()[k]);
        }
    }

    private static ResidualQuantiles readQuantiles(ArtefactInput in) {
        int intervals = in.count(1);
        int first = in.integer();
        int columns = in.count(1) + 1;
        double[][] lower = new double[intervals][];
        double[][] upper = new double[intervals][];
        for (int k = 0; k < intervals; k++) {
            lower[k] = in.reals(columns);
            upper[k] = in.reals(columns);
        }
        return new ResidualQuantiles(first, lower, upper);
    }

    private static void write(ArtefactOutput out, Substitutes substitutes) {
        out.number(substitutes.list().size());
        for (Substitutes.Substitute substitute : substitutes.list()) {
            out.number(substitute.column()).real(substitute.number()).flag(substitute.text() != null);
            if (substitute.text() != null) {
                out.text(substitute.text());
            }
            out.flag(substitute.carried());
        }
    }

    private static Substitutes readSubstitutes(ArtefactInput in, RowSchema schema) {
        int count = in.count(11);
        List<Substitutes.Substitute> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(new Substitutes.Substitute(FeatureFormat.column(in, schema), in.real(),
                    in.flag() ? in.text() : null, in.flag()));
        }
        return new Substitutes(list);
    }
}
