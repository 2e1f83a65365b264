package io.manymodels.model;

import static io.manymodels.model.ArtefactInput.check;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of scorers and kernels. A kind of either is one byte. */
final class ScorerFormat {

    private static final int LINEAR = 1;
    private static final int TREES = 2;
    /** Of format 1 alone: the mean of kernels on the same features. */
    private static final int AVERAGE = 3;
    private static final int FOREIGN = 4;
    private static final int CORRECTED = 5;
    private static final int DEEPEST_AVERAGE = 3;
    /** A tree of so many rows in a line would need a data set of its own. */
    private static final int DEEPEST_TREE = 512;

    private final ModelHeader header;
    private final KernelCodecs codecs;

    ScorerFormat(ModelHeader header, KernelCodecs codecs) {
        this.header = header;
        this.codecs = codecs;
    }

    static void write(ArtefactOutput out, Scorer scorer) {
        switch (scorer) {
            case Scorer.Rows rows -> {
                out.kind(1);
                FeatureFormat.write(out, rows.recipe());
                FeatureFormat.write(out, rows.history());
                write(out, rows.kernel());
            }
            case Scorer.Steps steps -> {
                out.kind(2).number(steps.first()).reals(steps.values()).reals(steps.spreads());
                out.number(steps.tail().season()).real(steps.tail().slope()).real(steps.tail().damping());
            }
            case Scorer.Blend blend -> {
                out.kind(3).number(blend.scale().code()).number(blend.members().size());
                for (Scorer.Blend.Member member : blend.members()) {
                    out.real(member.weight());
                    write(out, member.link());
                    write(out, member.scorer());
                }
            }
        }
    }

    static void write(ArtefactOutput out, Link link) {
        out.number(link.transform().code()).real(link.level()).real(link.shift()).real(link.floor())
                .real(link.ceiling()).flag(link.nonNegative());
    }

    static Link readLink(ArtefactInput in) {
        return new Link(TargetTransform.of(in.integer()), in.real(), in.real(), in.real(), in.real(), in.flag());
    }

    private static void write(ArtefactOutput out, Kernel kernel) {
        switch (kernel) {
            case Kernel.Linear linear -> out.kind(LINEAR).number(linear.outputs()).reals(linear.intercepts())
                    .reals(linear.coefficients()).reals(linear.fill());
            case Kernel.Trees trees -> write(out, trees);
            case Kernel.Foreign foreign ->
                out.kind(FOREIGN).text(foreign.name()).number(foreign.version()).bytes(foreign.bytes());
            case Kernel.Corrected corrected -> {
                out.since(3).kind(CORRECTED).number(corrected.ownWidth());
                write(out, corrected.own());
                out.real(corrected.weight()).reals(corrected.centres()).reals(corrected.scales())
                        .reals(corrected.numbers()).number(corrected.family().place());
            }
            case Kernel.Shared _ -> throw new IllegalArgumentException("A shared kernel stands in the header alone");
        }
    }

    private static void write(ArtefactOutput out, Kernel.Trees trees) {
        out.kind(TREES).number(trees.outputs()).reals(trees.base()).number(trees.roots().length);
        for (int root : trees.roots()) {
            out.number(root);
        }
        out.number(trees.feature().length);
        for (int i = 0; i < trees.feature().length; i++) {
            out.number(trees.feature()[i] + 1).real(trees.split()[i]);
            if (trees.feature()[i] >= 0) {
                out.number(2L * trees.left()[i] + (trees.missingLeft()[i] ? 1 : 0));
            }
        }
        out.flag(trees.rows().length > 0);
        for (int rows : trees.rows()) {
            out.number(rows);
        }
    }

    /** A kernel of a header. */
    static byte[] shared(Kernel.Shared shared) {
        ArtefactOutput out = new ArtefactOutput(ModelCodec.KERNEL_MAGIC);
        write(out, shared.kernel());
        return out.bytes();
    }

    static Kernel.Shared readShared(int place, int width, byte[] bytes) {
        ArtefactInput in = ArtefactInput.open(bytes, ModelCodec.KERNEL_MAGIC);
        byte kind = in.kind();
        Kernel kernel = switch (kind) {
            case LINEAR -> readLinear(in, width);
            case TREES -> readTrees(in, width);
            default -> throw new IllegalArgumentException("its header has an unknown kernel [%d]".formatted(kind));
        };
        in.end();
        return new Kernel.Shared(place, width, kernel);
    }

    Scorer read(ArtefactInput in) {
        byte kind = in.kind();
        if (kind != 3) {
            return readSingle(kind, in);
        }
        int code = in.integer();
        Scorer.Blend.Scale scale = Arrays.stream(Scorer.Blend.Scale.values()).filter(known -> known.code() == code)
                .findFirst().orElseThrow(() -> new IllegalArgumentException("unknown scale [%d]".formatted(code)));
        int count = in.count(Double.BYTES);
        List<Scorer.Blend.Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(new Scorer.Blend.Member(in.real(), readLink(in), readSingle(in.kind(), in)));
        }
        return new Scorer.Blend(scale, members);
    }

    private Scorer.Single readSingle(byte kind, ArtefactInput in) {
        return switch (kind) {
            case 1 -> {
                FeatureRecipe recipe = FeatureFormat.readRecipe(in, header);
                History history = FeatureFormat.readHistory(in, recipe);
                yield new Scorer.Rows(recipe, history, readKernel(in.kind(), in, recipe.width()));
            }
            case 2 -> {
                check(header.timeAxis() != null, "it goes by lead without a time");
                yield new Scorer.Steps(in.integer(), in.reals(), in.reals(),
                        new Scorer.Tail(in.integer(), in.real(), in.real()));
            }
            default -> throw new IllegalArgumentException("it has an unknown scorer [%d]".formatted(kind));
        };
    }

    private Kernel readKernel(byte kind, ArtefactInput in, int width) {
        return switch (kind) {
            case LINEAR -> readLinear(in, width);
            case TREES -> readTrees(in, width);
            case FOREIGN -> {
                check(in.version() > 1, "it has an unknown kernel [4]");
                yield codecs.read(in.text(), in.integer(), width, in.bytes());
            }
            case CORRECTED -> readCorrected(in, width);
            default -> throw new IllegalArgumentException("it has an unknown kernel [%d]".formatted(kind));
        };
    }

    private Kernel.Corrected readCorrected(ArtefactInput in, int width) {
        check(in.version() > 2, "it has an unknown kernel [5]");
        int ownWidth = in.integer();
        check(ownWidth <= width, "its own features do not fit");
        byte kind = in.kind();
        check(kind != CORRECTED, "it is a correction of a correction");
        Kernel own = readKernel(kind, in, ownWidth);
        double weight = in.real();
        double[] centres = in.reals();
        double[] scales = in.reals();
        double[] numbers = in.reals();
        int place = in.integer();
        check(place < header.kernels().size(), "it shares an unknown kernel");
        Kernel.Corrected corrected = new Kernel.Corrected(own, ownWidth, weight, centres, scales, numbers,
                header.kernels().get(place));
        check(corrected.width() == width, "its features do not fit");
        return corrected;
    }

    /** The kernels of format 1 with their weights: those of nested means flattened. */
    void readWeighed(ArtefactInput in, int width, double weight, int depth, List<Double> weights,
            List<Kernel> kernels) {
        byte kind = in.kind();
        switch (kind) {
            case LINEAR -> {
                weights.add(weight);
                kernels.add(readLinear(in, width));
            }
            case TREES -> {
                weights.add(weight);
                kernels.add(readTrees(in, width));
            }
            case AVERAGE -> {
                check(depth < DEEPEST_AVERAGE, "its kernels are nested too deep");
                int members = in.count(4);
                check(members > 0, "it is the mean of nothing");
                for (int i = 0; i < members; i++) {
                    readWeighed(in, width, weight / members, depth + 1, weights, kernels);
                }
            }
            default -> throw new IllegalArgumentException("it has an unknown kernel [%d]".formatted(kind));
        }
    }

    private static Kernel.Linear readLinear(ArtefactInput in, int width) {
        int outputs = outputs(in);
        Kernel.Linear linear = new Kernel.Linear(outputs, in.reals(), in.reals(), in.reals());
        check(linear.intercepts().length == outputs && linear.fill().length == width
                && linear.coefficients().length == (long) outputs * width, "its coefficients do not fit");
        return linear;
    }

    private static Kernel.Trees readTrees(ArtefactInput in, int width) {
        int outputs = outputs(in);
        double[] base = in.reals();
        check(base.length == outputs, "its trees do not fit");
        int[] roots = new int[in.count(1)];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = in.integer();
        }
        int nodes = in.count(9);
        short[] feature = new short[nodes];
        double[] split = new double[nodes];
        int[] left = new int[nodes];
        boolean[] missingLeft = new boolean[nodes];
        // Children lie behind their parent and have no other, so that all walks of a row together end within the nodes.
        boolean[] taken = new boolean[nodes];
        int[] depth = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            int asked = in.integer() - 1;
            check(asked < width && asked <= Short.MAX_VALUE, "a node asks for an unknown feature");
            feature[i] = (short) asked;
            split[i] = in.real();
            if (asked >= 0) {
                int packed = in.integer();
                left[i] = packed >> 1;
                missingLeft[i] = (packed & 1) == 1;
                check(left[i] > i && left[i] + 1 < nodes, "a node has no children");
                take(left[i], taken);
                take(left[i] + 1, taken);
                check(depth[i] < DEEPEST_TREE, "a tree is too deep");
                depth[left[i]] = depth[i] + 1;
                depth[left[i] + 1] = depth[i] + 1;
            }
        }
        for (int root : roots) {
            check(root < nodes, "a tree has no root");
            take(root, taken);
        }
        int[] rows = new int[in.version() > 1 && in.flag() ? nodes : 0];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = in.integer();
        }
        return new Kernel.Trees(outputs, base, roots, feature, split, left, missingLeft, rows);
    }

    private static void take(int node, boolean[] taken) {
        check(!taken[node], "a node has two parents");
        taken[node] = true;
    }

    private static int outputs(ArtefactInput in) {
        int outputs = in.integer();
        check(outputs >= 1, "it has no outputs");
        return outputs;
    }
}
