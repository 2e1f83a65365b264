package io.manymodels.model;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code BodyWriter} wrote. Trusts no length and no place in it: arrays are bounded by the bytes that are left,
 * columns by the header, features by the recipe, nodes by the tree. Throws {@link IllegalArgumentException}.
 */
final class BodyReader {

    private static final int DEEPEST_KERNEL = 3;

    private final ModelHeader header;
    private final ByteBuffer in;

    BodyReader(ModelHeader header, byte[] bytes) {
        this.header = header;
        this.in = ByteBuffer.wrap(bytes);
    }

    static void checkMagic(byte[] bytes, byte[] magic) {
        for (int i = 0; i < magic.length; i++) {
            check(bytes.length > magic.length && bytes[i] == magic[i], "it does not start as an artefact does");
        }
        check(bytes[magic.length] == ModelCodec.VERSION,
                "it has version [%d], this program reads up to [%d]".formatted(bytes[magic.length],
                        ModelCodec.VERSION));
    }

    ModelBody read() {
        checkMagic(in.array(), ModelCodec.BODY_MAGIC);
        in.position(ModelCodec.BODY_MAGIC.length + 1);
        try {
            ModelBody body = body();
            check(!in.hasRemaining(), "bytes are left over");
            return body;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private ModelBody body() {
        String algorithm = text();
        int width = count(2);
        List<FeatureTerm> terms = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            terms.add(term());
        }
        Kernel kernel = kernel(width, 0);
        History history = history();
        int labelCount = count(1);
        List<String> labels = new ArrayList<>(labelCount);
        for (int i = 0; i < labelCount; i++) {
            labels.add(text());
        }
        ModelBody.Calibration calibration = calibration();
        int defaultCount = count(11);
        List<ModelBody.Default> defaults = new ArrayList<>(defaultCount);
        for (int i = 0; i < defaultCount; i++) {
            int column = column();
            double number = in.getDouble();
            String text = flag() ? text() : null;
            defaults.add(new ModelBody.Default(column, number, text, flag()));
        }
        for (FeatureTerm term : terms) {
            check(!(term instanceof FeatureTerm.Lag lag) || lag.series() < history.series().length,
                    "a lag has no series");
            check(!(term instanceof FeatureTerm.LagMean mean) || mean.series() < history.series().length,
                    "a lag has no series");
        }
        return new ModelBody(algorithm, new FeatureRecipe(terms), kernel, history, labels, calibration, defaults);
    }

    private FeatureTerm term() {
        byte kind = in.get();
        return switch (kind) {
            case 1 -> new FeatureTerm.Value(column(false), FeatureTerm.Scale.of(integer()));
            case 2 -> new FeatureTerm.Missing(column());
            case 3 -> new FeatureTerm.Category(column(), text());
            case 4 -> new FeatureTerm.YearWave(integer(), flag());
            case 5 -> new FeatureTerm.StepWave(in.getDouble(), integer(), flag());
            case 6 -> new FeatureTerm.Trend(signed(), in.getDouble(), in.getDouble());
            case 7 -> new FeatureTerm.Lag(integer(), integer());
            case 8 -> new FeatureTerm.LagMean(integer(), integer(), integer());
            case 9 -> new FeatureTerm.SameSeason(Math.max(1, integer()));
            default -> throw new IllegalArgumentException("it has an unknown feature [%d]".formatted(kind));
        };
    }

    private Kernel kernel(int width, int depth) {
        check(depth < DEEPEST_KERNEL, "its kernels are nested too deep");
        byte kind = in.get();
        return switch (kind) {
            case 1 -> {
                int outputs = outputs();
                Kernel.Linear linear = new Kernel.Linear(outputs, doubles(), doubles(), doubles());
                check(linear.intercepts().length == outputs && linear.fill().length == width
                        && linear.coefficients().length == (long) outputs * width, "its coefficients do not fit");
                yield linear;
            }
            case 2 -> trees(width);
            case 3 -> {
                int members = count(4);
                check(members > 0, "it is the mean of nothing");
                List<Kernel> kernels = new ArrayList<>(members);
                for (int i = 0; i < members; i++) {
                    kernels.add(kernel(width, depth + 1));
                    check(kernels.getLast().outputs() == kernels.getFirst().outputs(), "its kernels do not fit");
                }
                yield new Kernel.Average(kernels);
            }
            default -> throw new IllegalArgumentException("it has an unknown kernel [%d]".formatted(kind));
        };
    }

    private Kernel trees(int width) {
        int outputs = outputs();
        double[] base = doubles();
        check(base.length == outputs, "its trees do not fit");
        int[] roots = new int[count(1)];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = integer();
        }
        int nodes = count(9);
        short[] feature = new short[nodes];
        double[] split = new double[nodes];
        int[] left = new int[nodes];
        boolean[] missingLeft = new boolean[nodes];
        for (int i = 0; i < nodes; i++) {
            int asked = integer() - 1;
            check(asked < width && asked <= Short.MAX_VALUE, "a node asks for an unknown feature");
            feature[i] = (short) asked;
            split[i] = in.getDouble();
            if (asked >= 0) {
                int packed = integer();
                left[i] = packed >> 1;
                missingLeft[i] = (packed & 1) == 1;
                // Children lie behind their parent, so a walk always ends.
                check(left[i] > i && left[i] + 1 < nodes, "a node has no children");
            }
        }
        for (int root : roots) {
            check(root < nodes, "a tree has no root");
        }
        return new Kernel.Trees(outputs, base, roots, feature, split, left, missingLeft);
    }

    private History history() {
        long[] indexes = new long[count(1)];
        long previous = 0;
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = previous + signed();
            previous = indexes[i];
        }
        double[][] series = new double[count(1)][];
        for (int s = 0; s < series.length; s++) {
            series[s] = doubles();
            check(series[s].length == indexes.length, "its history does not fit");
        }
        return new History(indexes, series);
    }

    private ModelBody.Calibration calibration() {
        ModelBody.Calibration calibration = new ModelBody.Calibration(TargetTransform.of(integer()), in.getDouble(),
                in.getDouble(), in.getDouble(), in.getDouble(), doubles(), doubles(), flag());
        check(calibration.lower().length == calibration.upper().length && calibration.floor() <= calibration.ceiling(),
                "its intervals do not fit");
        return calibration;
    }

    private int outputs() {
        int outputs = integer();
        check(outputs >= 1, "it has no outputs");
        return outputs;
    }

    private int column() {
        int column = integer();
        check(column < header.schema().size(), "it names an unknown column");
        return column;
    }

    private int column(boolean text) {
        int column = column();
        check(header.schema().column(column).type().isText() == text, "it names a column of another type");
        return column;
    }

    private boolean flag() {
        return in.get() != 0;
    }

    private String text() {
        byte[] utf8 = new byte[count(1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private double[] doubles() {
        double[] values = new double[count(Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }

    /** A length of something whose parts take at least so many bytes each. */
    private int count(int bytesEach) {
        long count = number();
        check(count >= 0 && count <= in.remaining() / bytesEach, "it says to be longer than it is");
        return (int) count;
    }

    private int integer() {
        long value = number();
        check(value >= 0 && value <= Integer.MAX_VALUE, "a number is out of range");
        return (int) value;
    }

    private long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has too many bytes");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
