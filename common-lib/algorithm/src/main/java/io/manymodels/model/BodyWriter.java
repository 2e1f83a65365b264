package io.manymodels.model;

import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Version 1 of a body: integers as LEB128 (signed ones zigzag), doubles as eight bytes big endian, texts and arrays with
 * their length before them, kinds as one byte. Read by {@code BodyReader}, which tells the order of the fields.
 */
final class BodyWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private BodyWriter() {}

    static byte[] write(ModelBody body) {
        BodyWriter writer = new BodyWriter();
        try {
            writer.body(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.bytes.toByteArray();
    }

    private void body(ModelBody body) throws IOException {
        out.write(ModelCodec.BODY_MAGIC);
        out.writeByte(ModelCodec.VERSION);
        text(body.algorithm());
        number(body.recipe().terms().size());
        for (FeatureTerm term : body.recipe().terms()) {
            term(term);
        }
        kernel(body.kernel());
        history(body.history());
        number(body.labels().size());
        for (String label : body.labels()) {
            text(label);
        }
        calibration(body.calibration());
        number(body.defaults().size());
        for (ModelBody.Default substitute : body.defaults()) {
            number(substitute.column());
            out.writeDouble(substitute.number());
            out.writeBoolean(substitute.text() != null);
            if (substitute.text() != null) {
                text(substitute.text());
            }
            out.writeBoolean(substitute.carried());
        }
    }

    private void term(FeatureTerm term) throws IOException {
        switch (term) {
            case FeatureTerm.Value value -> {
                out.writeByte(1);
                number(value.column());
                number(value.scale().code());
            }
            case FeatureTerm.Missing missing -> {
                out.writeByte(2);
                number(missing.column());
            }
            case FeatureTerm.Category category -> {
                out.writeByte(3);
                number(category.column());
                text(category.value());
            }
            case FeatureTerm.YearWave wave -> {
                out.writeByte(4);
                number(wave.harmonic());
                out.writeBoolean(wave.cosine());
            }
            case FeatureTerm.StepWave wave -> {
                out.writeByte(5);
                out.writeDouble(wave.period());
                number(wave.harmonic());
                out.writeBoolean(wave.cosine());
            }
            case FeatureTerm.Trend trend -> {
                out.writeByte(6);
                signed(trend.origin());
                out.writeDouble(trend.scale());
                out.writeDouble(trend.limit());
            }
            case FeatureTerm.Lag lag -> {
                out.writeByte(7);
                number(lag.series());
                number(lag.steps());
            }
            case FeatureTerm.LagMean mean -> {
                out.writeByte(8);
                number(mean.series());
                number(mean.steps());
                number(mean.window());
            }
            case FeatureTerm.SameSeason same -> {
                out.writeByte(9);
                number(same.season());
            }
        }
    }

    private void kernel(Kernel kernel) throws IOException {
        switch (kernel) {
            case Kernel.Linear linear -> {
                out.writeByte(1);
                number(linear.outputs());
                doubles(linear.intercepts());
                doubles(linear.coefficients());
                doubles(linear.fill());
            }
            case Kernel.Trees trees -> {
                out.writeByte(2);
                number(trees.outputs());
                doubles(trees.base());
                number(trees.roots().length);
                for (int root : trees.roots()) {
                    number(root);
                }
                number(trees.feature().length);
                for (int i = 0; i < trees.feature().length; i++) {
                    number(trees.feature()[i] + 1);
                    out.writeDouble(trees.split()[i]);
                    if (trees.feature()[i] >= 0) {
                        number(2L * trees.left()[i] + (trees.missingLeft()[i] ? 1 : 0));
                    }
                }
            }
            case Kernel.Average average -> {
                out.writeByte(3);
                number(average.members().size());
                for (Kernel member : average.members()) {
                    kernel(member);
                }
            }
        }
    }

    private void history(History history) throws IOException {
        number(history.indexes().length);
        long previous = 0;
        for (long index : history.indexes()) {
            signed(index - previous);
            previous = index;
        }
        number(history.series().length);
        for (double[] series : history.series()) {
            doubles(series);
        }
    }

    private void calibration(ModelBody.Calibration calibration) throws IOException {
        number(calibration.transform().code());
        out.writeDouble(calibration.level());
        out.writeDouble(calibration.shift());
        out.writeDouble(calibration.floor());
        out.writeDouble(calibration.ceiling());
        doubles(calibration.lower());
        doubles(calibration.upper());
        out.writeBoolean(calibration.nonNegative());
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        out.write(utf8);
    }

    private void doubles(double[] values) throws IOException {
        number(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private void signed(long value) throws IOException {
        number((value << 1) ^ (value >> 63));
    }

    private void number(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }
}
