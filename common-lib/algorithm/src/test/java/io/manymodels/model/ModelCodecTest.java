package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodec;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.TooLarge;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCodecTest {

    record Model(String name, ModelHeader header, ModelBody body) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One of every kind of scorer, kernel and task. */
    static Stream<Model> models() {
        List<String> two = List.of("No", "Yes");
        List<String> four = List.of("a", "b", "c", "d");
        return Stream.of(new Model("rows-linear", Toys.FORECAST, Toys.forecast(Toys.rows(Toys.LINEAR))),
                new Model("rows-trees", Toys.FORECAST, Toys.forecast(Toys.rows(Toys.TREES))),
                new Model("rows-corrected", Toys.SHARING, Toys.forecast(Toys.rows(Toys.CORRECTED))),
                new Model("rows-foreign", Toys.FORECAST, Toys.forecast(Toys.rows(new Toys.ScaledFirst(2.5)))),
                new Model("rows-holidays", Toys.WITH_HOLIDAYS, Toys.forecast(Toys.HOLIDAYS)),
                new Model("steps", Toys.FORECAST, Toys.forecast(Toys.STEPS)),
                new Model("blend-original", Toys.FORECAST, Toys.forecast(Toys.blend(Scorer.Blend.Scale.ORIGINAL))),
                new Model("blend-transformed", Toys.FORECAST,
                        Toys.forecast(Toys.blend(Scorer.Blend.Scale.TRANSFORMED))),
                new Model("one-label", Toys.CLASSES, Toys.classes(List.of("one"), Toys.rows(Toys.classKernel(1)))),
                new Model("two-labels", Toys.CLASSES, Toys.classes(two, Toys.rows(Toys.classKernel(1)))),
                new Model("four-labels", Toys.CLASSES, Toys.classes(four, Toys.rows(Toys.classKernel(4)))),
                new Model("two-labels-blend-original", Toys.CLASSES,
                        Toys.classes(two, Toys.classBlend(Scorer.Blend.Scale.ORIGINAL, 1))),
                new Model("two-labels-blend-transformed", Toys.CLASSES,
                        Toys.classes(two, Toys.classBlend(Scorer.Blend.Scale.TRANSFORMED, 1))),
                new Model("four-labels-blend-original", Toys.CLASSES,
                        Toys.classes(four, Toys.classBlend(Scorer.Blend.Scale.ORIGINAL, 4))),
                new Model("four-labels-blend-transformed", Toys.CLASSES,
                        Toys.classes(four, Toys.classBlend(Scorer.Blend.Scale.TRANSFORMED, 4))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsTheSameAfterBeingStored(Model stored) {
        ModelHeader readHeader = ModelCodec.decodeHeader(ModelCodec.encode(stored.header()));
        byte[] bytes = ModelCodec.encode(stored.body());
        ModelBody readBody = ModelCodec.decodeBody(readHeader, Toys.CODECS, bytes);

        Predictions expected = new PartitionModel(stored.header(), stored.body()).predict(Toys.asked());
        Predictions actual = new PartitionModel(readHeader, readBody).predict(Toys.asked());

        assertThat(readHeader).usingRecursiveComparison().isEqualTo(stored.header());
        assertThat(ModelCodec.encode(readBody)).isEqualTo(bytes);
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        assertThat(actual.value()).doesNotContain(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("models")
    void isOfTheFirstFormatThatHasAllThatIsInIt(Model stored) {
        int first = switch (stored.name()) {
            case "rows-holidays" -> 4;
            case "rows-corrected" -> 3;
            default -> 2;
        };

        assertThat(ModelCodec.encode(stored.body())[ModelCodec.BODY_MAGIC.length]).isEqualTo((byte) first);
        assertThat(ModelCodec.encode(stored.header())[ModelCodec.HEADER_MAGIC.length]).as("its bodies need what is new")
                .isEqualTo((byte) 2);
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsARowAloneAsAmongOthers(Model stored) {
        PartitionModel model = new PartitionModel(stored.header(), stored.body());
        PartitionRows rows = Toys.asked();

        Predictions together = model.predict(rows);

        for (int i = 0; i < rows.size(); i++) {
            Predictions alone = model.predict(rows.select(new int[] {i}));
            assertThat(alone.value()[0]).isEqualTo(together.value()[i]);
            assertThat(alone.knownCarried()[0]).isEqualTo(together.knownCarried()[i]);
            for (int k = 0; k < together.lower().length; k++) {
                assertThat(alone.lower()[k][0]).isEqualTo(together.lower()[k][i]);
                assertThat(alone.upper()[k][0]).isEqualTo(together.upper()[k][i]);
            }
            for (int k = 0; k < together.probabilities().length; k++) {
                assertThat(alone.probabilities()[k][0]).isEqualTo(together.probabilities()[k][i]);
            }
        }
    }

    @Test
    void saysWhichFormatsItReadsWhereOneIsNewer() {
        byte[] header = ModelCodec.encode(Toys.FORECAST);
        byte[] body = ModelCodec.encode(Toys.forecast(Toys.STEPS));
        header[ModelCodec.HEADER_MAGIC.length] = 5;
        body[ModelCodec.BODY_MAGIC.length] = 5;

        assertThatThrownBy(() -> ModelCodec.decodeHeader(header)).isInstanceOfSatisfying(ManyModelsException.class,
                ModelCodecTest::isNewer);
        assertThatThrownBy(() -> ModelCodec.decodeBody(Toys.FORECAST, Toys.CODECS, body))
                .isInstanceOfSatisfying(ManyModelsException.class, ModelCodecTest::isNewer);
    }

    private static void isNewer(ManyModelsException problem) {
        assertThat(problem.code()).isEqualTo("artefact-newer");
        assertThat(problem).hasMessageContaining("format [5]").hasMessageContaining("formats [1] to [4]")
                .hasMessageContaining("Maybe update");
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, -1})
    void refusesAFormatThatNeverWas(byte format) {
        byte[] body = ModelCodec.encode(Toys.forecast(Toys.STEPS));
        body[ModelCodec.BODY_MAGIC.length] = format;

        assertThatThrownBy(() -> ModelCodec.decodeBody(Toys.FORECAST, Toys.CODECS, body))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("version [%d]".formatted(format));
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 2})
    void readsHeadersOfEarlierFormats(byte format) {
        byte[] header = ModelCodec.encode(Toys.FORECAST);
        header[ModelCodec.HEADER_MAGIC.length] = format;

        assertThat(ModelCodec.decodeHeader(header)).isEqualTo(Toys.FORECAST);
    }

    @Test
    void refusesACorrectionWhoseKernelItsHeaderDoesNotHave() {
        byte[] body = ModelCodec.encode(Toys.forecast(Toys.rows(Toys.CORRECTED)));

        assertThatThrownBy(() -> ModelCodec.decodeBody(Toys.FORECAST, Toys.CODECS, body))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unknown kernel");
        assertThatThrownBy(() -> ModelCodec.decodeBody(
                Toys.FORECAST.sharing(List.of(new Kernel.Shared(0, 9, Toys.TREES))), Toys.CODECS, body))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("do not fit");
    }

    @Test
    void storesWhatModelsShareOnceAndNotInTheirBodies() {
        Kernel.Shared large = new Kernel.Shared(0, 8, new Kernel.Linear(1, new double[1], new double[8],
                new double[8]));
        Kernel.Corrected corrected = new Kernel.Corrected(Toys.CORRECTED.own(), 3, 1, new double[6],
                new double[] {1, 1, 1, 1, 1, 1}, new double[2], large);

        byte[] one = ModelCodec.encode(Toys.forecast(Toys.rows(corrected)));
        byte[] other = ModelCodec.encode(Toys.forecast(Toys.rows(Toys.CORRECTED)));

        assertThat(one).hasSameSizeAs(other);
        assertThatThrownBy(() -> ModelCodec.encode(Toys.forecast(Toys.rows(Toys.SHARED))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("header alone");
    }

    @Test
    void namesThePlugInThatIsMissingOrTooOld() {
        byte[] bytes = ModelCodec.encode(Toys.forecast(Toys.rows(new Toys.ScaledFirst(2.5))));

        assertThatThrownBy(() -> ModelCodec.decodeBody(Toys.FORECAST, KernelCodecs.NONE, bytes))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.code()).isEqualTo("kernel-unknown");
                    assertThat(problem).hasMessageContaining("[toy.scaled-first] of version [2]");
                });
        assertThatThrownBy(() -> ModelCodec.decodeBody(Toys.FORECAST, older(), bytes))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.code()).isEqualTo("artefact-newer");
                    assertThat(problem).hasMessageContaining("version [2]").hasMessageContaining("up to [1]");
                });
    }

    private static KernelCodecs older() {
        return KernelCodecs.of(List.of(new KernelCodec() {
            @Override
            public String name() {
                return Toys.ScaledFirst.NAME;
            }

            @Override
            public int version() {
                return 1;
            }

            @Override
            public Kernel.Foreign read(int version, int width, byte[] bytes) {
                throw new AssertionError("must not be asked");
            }
        }));
    }

    @Test
    void whatAPlugInThrowsIsABadArtefact() {
        assertThatThrownBy(() -> Toys.CODECS.read(Toys.ScaledFirst.NAME, 1, 3, new byte[7]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(Toys.ScaledFirst.NAME);
    }

    @Test
    void saysWhatRowsWithoutATimeLack() {
        RowSchema timeless = new RowSchema(Toys.SCHEMA.columns().subList(1, 4));
        PartitionRows rows = PartitionRows.of(timeless, null, "{}", List.of(Map.of("price", 2.0)));

        for (ModelBody body : List.of(Toys.forecast(Toys.STEPS), Toys.forecast(Toys.rows(Toys.LINEAR)))) {
            PartitionModel model = new PartitionModel(Toys.FORECAST, body);
            assertThatThrownBy(() -> model.predict(rows)).isInstanceOfSatisfying(ManyModelsException.class,
                    problem -> assertThat(problem.code()).isEqualTo("time-missing"));
        }
    }

    /** No request gives such times, but rows can hold them; whatever a model makes of them, it ends. */
    @Test
    void answersTimesThatAreAbsurd() {
        long[] times = {Long.MIN_VALUE, -(1L << 60), 1L << 60, Long.MAX_VALUE};
        PartitionRows rows = Toys.asked(new long[] {161, 162, 163, 164});
        double[][] numbers = {rows.numbers(0), rows.numbers(1), rows.numbers(2), rows.numbers(3)};
        PartitionRows absurd = new PartitionRows(Toys.SCHEMA, "{}", times.length, times, numbers,
                new String[][] {{}, {}, {}, rows.texts(3)});
        ModelHeader offTheCalendar = new ModelHeader("toy", Toys.FORECAST.task(), Toys.SCHEMA,
                new TimeAxis(TimeAxis.Kind.INTEGER, null, 1, null, 0), 1, 3, List.of(80, 95), Map.of());

        models().filter(model -> model.header().equals(Toys.FORECAST))
                .forEach(model -> assertThat(new PartitionModel(offTheCalendar, model.body()).predict(absurd).size())
                        .isEqualTo(times.length));
    }

    @Test
    void twoPlugInsCannotShareAName() {
        assertThatThrownBy(() -> KernelCodecs.of(List.of(new Toys.ScaledFirst.Codec(), new Toys.ScaledFirst.Codec())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two codecs");
    }

    @Test
    void writesNoBodyThatNoServiceReads() {
        ModelBody large = Toys.forecast(Toys.rows(new Kernel.Foreign() {
            @Override
            public int outputs() {
                return 1;
            }

            @Override
            public void score(double[] matrix, int rows, int width, double[] scores) {
                throw new UnsupportedOperationException("is only written");
            }

            @Override
            public String name() {
                return "toy.large";
            }

            @Override
            public int version() {
                return 1;
            }

            @Override
            public byte[] bytes() {
                return new byte[ModelCodec.LARGEST_BODY];
            }

            @Override
            public long weight() {
                return ModelCodec.LARGEST_BODY;
            }
        }));

        assertThatThrownBy(() -> ModelCodec.encode(large)).isInstanceOf(TooLarge.class)
                .hasMessageContaining("The model of [toy]")
                .hasMessageContaining("at most [%d] are read".formatted(ModelCodec.LARGEST_BODY))
                .hasMessageContaining("Maybe settings that make it smaller");
    }

    @Test
    void refusesAHeaderThatIsNone() {
        ModelHeader plain = new ModelHeader("toy", Toys.FORECAST.task(), Toys.SCHEMA, null, 0, 0, List.of(), Map.of());
        byte[] steps = ModelCodec.encode(Toys.forecast(Toys.STEPS));

        assertThatThrownBy(() -> ModelCodec.decodeHeader(new byte[] {'M', 'M', 'M', 'H', 2, '{'}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelCodec.decodeBody(plain, Toys.CODECS, steps))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("without a time");
    }
}
