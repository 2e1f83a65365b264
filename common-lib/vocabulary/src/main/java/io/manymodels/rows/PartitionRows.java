package io.manymodels.rows;

import io.manymodels.problem.ManyModelsException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one key, column by column in primitive arrays, in the order of time. Immutable; the arrays that it hands out
 * are its own and must not be written to.
 */
public final class PartitionRows {

    private static final TimeAxis DATES = new TimeAxis(TimeAxis.Kind.DATE, io.manymodels.family.TimeStep.DAY, 1, null,
            0);
    private static final TimeAxis TIMESTAMPS = new TimeAxis(TimeAxis.Kind.TIMESTAMP,
            io.manymodels.family.TimeStep.MINUTE, 1, null, 0);

    private static final double[] NO_NUMBERS = {};
    private static final @Nullable String[] NO_TEXTS = {};
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,9})?");

    private final RowSchema schema;
    private final String key;
    private final int size;
    private final long[] times;
    private final double[][] numbers;
    private final @Nullable String[][] texts;

    /**
     * Takes the arrays without copying them.
     *
     * @param key canonical text of the partition's key
     * @param times time ordinals; empty without a time column
     * @param numbers one array a column, NaN for missing; empty for text columns
     * @param texts one array a column, null for missing; empty for all but text columns
     */
    public PartitionRows(RowSchema schema, String key, int size, long[] times, double[][] numbers,
            @Nullable String[][] texts) {
        this.schema = schema;
        this.key = key;
        this.size = size;
        this.times = times;
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * Rows as a request gives them. A column that a row does not name is missing; names that the schema does not know are
     * refused. Throws INVALID {@code column-unknown}, {@code value-malformed}, {@code time-missing} or
     * {@code time-malformed}, naming row, column and value.
     */
    public static PartitionRows of(RowSchema schema, @Nullable TimeAxis axis, String key,
            List<? extends Map<String, ?>> rows) {
        int n = rows.size();
        long[] times = axis == null || schema.time() < 0 ? new long[0] : new long[n];
        double[][] numbers = new double[schema.size()][];
        @Nullable
        String[][] texts = new String[schema.size()][];
        for (int c = 0; c < schema.size(); c++) {
            numbers[c] = schema.column(c).type().isText() ? new double[0] : new double[n];
            texts[c] = schema.column(c).type().isText() ? new String[n] : new String[0];
            Arrays.fill(numbers[c], Double.NaN);
        }
        for (int row = 0; row < n; row++) {
            for (Map.Entry<String, ?> cell : rows.get(row).entrySet()) {
                int c = schema.indexOf(cell.getKey());
                if (c < 0) {
                    throw ManyModelsException.invalid("column-unknown",
                            "Row %d has a column [%s] that the family does not have. Maybe one of %s".formatted(row,
                                    cell.getKey(), schema.columns().stream().map(Column::name).toList()));
                }
                if (cell.getValue() == null) {
                    continue;
                }
                if (c == schema.time() && axis != null) {
                    times[row] = axis.ordinal(cell.getValue());
                    if (!schema.column(c).type().isText()) {
                        numbers[c][row] = times[row];
                    }
                } else if (schema.column(c).type().isText()) {
                    texts[c][row] = cell.getValue().toString();
                } else {
                    numbers[c][row] = number(schema.column(c), row, cell.getValue());
                }
            }
            if (times.length > 0 && rows.get(row).get(schema.column(schema.time()).name()) == null) {
                throw ManyModelsException.invalid("time-missing", "Row %d has no value in the time column [%s]"
                        .formatted(row, schema.column(schema.time()).name()));
            }
        }
        return new PartitionRows(schema, key, n, times, numbers, texts);
    }

    public RowSchema schema() {
        return schema;
    }

    /** Canonical text of the key. */
    public String key() {
        return key;
    }

    public int size() {
        return size;
    }

    public boolean hasTimes() {
        return times.length > 0 || (size == 0 && schema.time() >= 0);
    }

    /** Time ordinals; empty without a time column. */
    public long[] times() {
        return times;
    }

    public long time(int row) {
        return times[row];
    }

    /** The values of a column that is not text, NaN for missing. */
    public double[] numbers(int column) {
        return numbers[column];
    }

    /** The values of a text column, null for missing. */
    public @Nullable String[] texts(int column) {
        return texts[column];
    }

    /** The target as a label, null where it is missing: the text, or the number without a fraction of zero. */
    public @Nullable String label(int row) {
        int target = schema.target();
        if (target < 0) {
            return null;
        }
        return text(target, row);
    }

    /** Any value as text: numbers without a fraction of zero; null for missing. */
    public @Nullable String text(int column, int row) {
        if (schema.column(column).type().isText()) {
            return texts[column][row];
        }
        double value = numbers[column][row];
        if (Double.isNaN(value)) {
            return null;
        }
        return switch (schema.column(column).type()) {
            case BOOLEAN -> value != 0 ? "true" : "false";
            case DATE -> LocalDate.ofEpochDay((long) value).toString();
            case TIMESTAMP -> TIMESTAMPS.text((long) value);
            default -> value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        };
    }

    public boolean isMissing(int column, int row) {
        return schema.column(column).type().isText()
                ? texts[column][row] == null
                : Double.isNaN(numbers[column][row]);
    }

    /** Rows from (inclusive) to (exclusive). */
    public PartitionRows slice(int from, int to) {
        if (from == 0 && to == size) {
            return this;
        }
        double[][] someNumbers = new double[numbers.length][];
        @Nullable
        String[][] someTexts = new String[texts.length][];
        for (int c = 0; c < numbers.length; c++) {
            boolean text = schema.column(c).type().isText();
            someNumbers[c] = text ? NO_NUMBERS : Arrays.copyOfRange(numbers[c], from, to);
            someTexts[c] = text ? Arrays.copyOfRange(texts[c], from, to) : NO_TEXTS;
        }
        return new PartitionRows(schema, key, to - from,
                times.length == 0 ? times : Arrays.copyOfRange(times, from, to), someNumbers, someTexts);
    }

    /** The rows with these places, in this order. */
    public PartitionRows select(int[] rows) {
        if (rows.length > 0 && isRun(rows)) {
            return slice(rows[0], rows[0] + rows.length);
        }
        long[] someTimes = new long[times.length == 0 ? 0 : rows.length];
        double[][] someNumbers = new double[numbers.length][];
        @Nullable
        String[][] someTexts = new String[texts.length][];
        for (int i = 0; i < someTimes.length; i++) {
            someTimes[i] = times[rows[i]];
        }
        for (int c = 0; c < numbers.length; c++) {
            boolean text = schema.column(c).type().isText();
            someNumbers[c] = new double[text ? 0 : rows.length];
            someTexts[c] = new String[text ? rows.length : 0];
            for (int i = 0; i < rows.length; i++) {
                if (text) {
                    someTexts[c][i] = texts[c][rows[i]];
                } else {
                    someNumbers[c][i] = numbers[c][rows[i]];
                }
            }
        }
        return new PartitionRows(schema, key, rows.length, someTimes, someNumbers, someTexts);
    }

    private static boolean isRun(int[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] != rows[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    /** The same rows under another schema: columns by name and type, missing where these rows do not have them. */
    public PartitionRows conform(RowSchema other) {
        if (schema.equals(other)) {
            return this;
        }
        double[][] otherNumbers = new double[other.size()][];
        @Nullable
        String[][] otherTexts = new String[other.size()][];
        double[] missingNumbers = NO_NUMBERS;
        @Nullable
        String[] missingTexts = NO_TEXTS;
        for (int c = 0; c < other.size(); c++) {
            boolean text = other.column(c).type().isText();
            int own = schema.indexOf(other.column(c).name());
            boolean found = own >= 0 && schema.column(own).type().isText() == text;
            if (!found && text && missingTexts.length != size) {
                missingTexts = new String[size];
            } else if (!found && !text && missingNumbers.length != size) {
                missingNumbers = new double[size];
                Arrays.fill(missingNumbers, Double.NaN);
            }
            otherNumbers[c] = text ? NO_NUMBERS : found ? numbers[own] : missingNumbers;
            otherTexts[c] = text ? found ? texts[own] : missingTexts : NO_TEXTS;
        }
        return new PartitionRows(other, key, size, times, otherNumbers, otherTexts);
    }

    /** The same rows with one column of numbers replaced. */
    public PartitionRows withNumbers(int column, double[] values) {
        double[][] replaced = numbers.clone();
        replaced[column] = values;
        return new PartitionRows(schema, key, size, times, replaced, texts);
    }

    /** The same rows with one column of texts replaced. */
    public PartitionRows withTexts(int column, @Nullable String[] values) {
        @Nullable
        String[][] replaced = texts.clone();
        replaced[column] = values;
        return new PartitionRows(schema, key, size, times, numbers, replaced);
    }

    private static double number(Column column, int row, Object value) {
        try {
            return number(column, value);
        } catch (ManyModelsException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, e.code(),
                    "Row %d has %s".formatted(row, e.getMessage()), e);
        }
    }

    /**
     * A value of a column that is not text, as a user gives it, as the number by which it is held. Throws INVALID
     * {@code value-malformed} for what is none, and for what no double holds.
     */
    public static double number(Column column, Object value) {
        try {
            double number = switch (column.type()) {
                case BOOLEAN -> switch (value) {
                    case Boolean b -> b ? 1 : 0;
                    case Number n -> n.doubleValue();
                    default -> switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
                        case "true", "1" -> 1;
                        case "false", "0" -> 0;
                        default -> throw new NumberFormatException("not a boolean");
                    };
                };
                case DATE -> value instanceof Number n ? onCalendar(DATES, n.doubleValue()) : DATES.ordinal(value);
                case TIMESTAMP -> value instanceof Number n
                        ? onCalendar(TIMESTAMPS, n.doubleValue())
                        : TIMESTAMPS.ordinal(value);
                case INTEGER, DOUBLE, TEXT -> switch (value) {
                    case Number n -> n.doubleValue();
                    case Boolean b -> b ? 1 : 0;
                    default -> decimal(value.toString().strip());
                };
            };
            if (Double.isInfinite(number)) {
                throw new NumberFormatException("out of range");
            }
            return number;
        } catch (NumberFormatException | DateTimeException | ManyModelsException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "value-malformed",
                    "[%s] in column [%s], which holds values of type [%s]. Maybe a number".formatted(value,
                            column.name(), column.type().wire()),
                    e);
        }
    }

    /** Ordinals themselves, as the catalogue keeps them; NaN is missing. */
    private static double onCalendar(TimeAxis axis, double ordinal) {
        axis.inRange((long) ordinal);
        return ordinal;
    }

    /** Java itself would also read 1d, 0x1p3 and Infinity. */
    private static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException("not a decimal number");
        }
        return Double.parseDouble(text);
    }
}
