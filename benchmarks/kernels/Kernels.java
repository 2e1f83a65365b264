package kernels;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code Kernels CSV ALGORITHM HORIZON WORKERS}: what a cycle computes and nothing around it. Reads a file of
 * {@code manymodels generate}, whose keys lie one behind the other, trains each key with the platform's trainer, decodes its model
 * and scores all its rows. Keeps no model and writes no prediction; prints keys, rows and the sum of the predictions as JSON.
 */
public final class Kernels {

    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("item", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("date", ColumnType.DATE, ColumnRole.TIME),
            new Column("sales", ColumnType.INTEGER, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("promotion", ColumnType.INTEGER, ColumnRole.KNOWN)));
    private static final int DATE = SCHEMA.indexOf("date");
    private static final PartitionRows END = new PartitionRows(SCHEMA, "", 0, new long[0], new double[0][],
            new String[0][]);

    private final TrainingSpec spec;
    private final BlockingQueue<PartitionRows> waiting;
    private final LongAdder keys = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    private Kernels(String algorithm, int horizon, int workers) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);
        this.spec = new TrainingSpec("generated", Task.FORECAST, SCHEMA, axis, 0, horizon,
                List.of(AlgorithmChoice.of(algorithm)), Metric.RMSE, TrainingSpec.Functional.MEAN, 1, null, 20,
                Duration.ofSeconds(60), List.of(80), Map.of());
        this.waiting = new ArrayBlockingQueue<>(4 * workers);
    }

    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[3]);
        Kernels kernels = new Kernels(arguments[1], Integer.parseInt(arguments[2]), workers);
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                working.add(threads.submit(() -> {
                    kernels.work();
                    return null;
                }));
            }
            kernels.read(Path.of(arguments[0]));
            for (int i = 0; i < workers; i++) {
                kernels.waiting.put(END);
            }
            for (Future<?> worker : working) {
                worker.get();
            }
        }
        System.out.printf("{\"keys\": %d, \"rows\": %d, \"sum\": %s}%n", kernels.keys.sum(), kernels.rows.sum(),
                kernels.sum.sum());
    }

    private void work() throws InterruptedException, IOException {
        PartitionTrainer trainer = new PartitionTrainer(spec, Catalogue.installed());
        ModelHeader header = spec.header();
        for (PartitionRows key = waiting.take(); key.size() > 0; key = waiting.take()) {
            TrainingResult.Trained trained = (TrainingResult.Trained) trainer.train(key);
            PartitionModel model = new PartitionModel(header, ModelCodec.decodeBody(header, KernelCodecs.NONE, trained.body()));
            double[] predicted = model.predict(key).value();
            keys.increment();
            rows.add(predicted.length);
            sum.add(Arrays.stream(predicted).sum());
        }
    }

    private void read(Path csv) throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(csv), 1 << 20)) {
            Cells cells = new Cells(in);
            cells.skipLine();
            Growing key = new Growing();
            while (cells.next()) {
                if (key.size > 0 && (key.columns[0][0] != cells.values[0] || key.columns[1][0] != cells.values[1])) {
                    waiting.put(key.rows());
                    key = new Growing();
                }
                key.add(cells.values);
            }
            waiting.put(key.rows());
        }
    }

    /** The rows of a key while they are read. */
    private static final class Growing {

        private final double[][] columns = new double[SCHEMA.size()][1024];
        private int size;

        void add(double[] row) {
            if (size == columns[0].length) {
                for (int c = 0; c < columns.length; c++) {
                    columns[c] = Arrays.copyOf(columns[c], 2 * size);
                }
            }
            for (int c = 0; c < columns.length; c++) {
                columns[c][size] = row[c];
            }
            size++;
        }

        PartitionRows rows() {
            double[][] exact = Arrays.stream(columns).map(column -> Arrays.copyOf(column, size))
                    .toArray(double[][]::new);
            String[][] texts = new String[columns.length][0];
            return new PartitionRows(SCHEMA, "%.0f/%.0f".formatted(exact[0][0], exact[1][0]), size,
                    Arrays.stream(exact[DATE]).mapToLong(day -> (long) day).toArray(), exact, texts);
        }
    }

    /** Lines of plain numbers and one date, without quotes. */
    private static final class Cells {

        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private final double[] values = new double[SCHEMA.size()];
        private long month = -1;
        private long monthStart;

        Cells(InputStream in) {
            this.in = in;
        }

        void skipLine() throws IOException {
            int next = read();
            while (next >= 0 && next != '\n') {
                next = read();
            }
        }

        /** Reads a line; false behind the last one. */
        boolean next() throws IOException {
            int first = read();
            if (first < 0) {
                return false;
            }
            for (int c = 0; c < values.length; c++) {
                values[c] = c == DATE ? date(first) : number(first);
                first = c < values.length - 1 ? read() : -1;
            }
            return true;
        }

        private double number(int first) throws IOException {
            long digits = 0;
            double scale = 1;
            boolean fraction = false;
            for (int next = first; next != ',' && next != '\n' && next >= 0; next = read()) {
                if (next == '.') {
                    fraction = true;
                } else {
                    digits = 10 * digits + next - '0';
                    scale = fraction ? 10 * scale : scale;
                }
            }
            return digits / scale;
        }

        private long date(int first) throws IOException {
            int digits = 0;
            for (int next = first; next != ','; next = read()) {
                if (next != '-') {
                    digits = 10 * digits + next - '0';
                }
            }
            if (digits / 100 != month) {
                month = digits / 100;
                monthStart = LocalDate.of((int) month / 100, (int) month % 100, 1).toEpochDay();
            }
            return monthStart + digits % 100 - 1;
        }

        private int read() throws IOException {
            if (at == end) {
                end = in.read(buffer);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return -1;
                }
            }
            return buffer[at++];
        }
    }
}
