package io.manymodels.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a key's static and known columns held last: in its last row with a target that has a value. A key's own model knows
 * them itself; a model that many keys share is told them for every row that does not have them, in batch from the
 * partition, in realtime from the catalogue, where ingestion left the same values.
 */
public final class LastValues {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<HashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final PartitionRows row;

    private LastValues(PartitionRows row) {
        this.row = row;
    }

    /** From the partition. */
    public static LastValues of(PartitionRows rows) {
        RowSchema schema = rows.schema();
        double[][] numbers = new double[schema.size()][];
        @Nullable
        String[][] texts = new String[schema.size()][];
        for (int column = 0; column < schema.size(); column++) {
            int last = isCarried(schema.column(column)) ? last(rows, column) : -1;
            boolean text = schema.column(column).type().isText();
            numbers[column] = text ? new double[0] : new double[] {last < 0 ? Double.NaN : rows.numbers(column)[last]};
            texts[column] = text ? new String[] {last < 0 ? null : rows.texts(column)[last]} : new String[0];
        }
        return new LastValues(new PartitionRows(schema, rows.key(), 1, new long[0], numbers, texts));
    }

    private static int last(PartitionRows rows, int column) {
        int target = rows.schema().target();
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (!rows.isMissing(column, row) && (target < 0 || !rows.isMissing(target, row))) {
                return row;
            }
        }
        return -1;
    }

    /** From the catalogue: a JSON object, column to value; columns that the schema does not have are passed over. */
    public static LastValues fromJson(RowSchema schema, String key, String json) {
        Map<String, Object> values = JSON.readValue(json, OBJECT);
        values.keySet().removeIf(name -> schema.indexOf(name) < 0 || !isCarried(schema.column(schema.indexOf(name))));
        return new LastValues(PartitionRows.of(schema, null, key, List.of(values)));
    }

    private static boolean isCarried(Column column) {
        return !column.leak() && (column.role() == ColumnRole.KNOWN || column.role() == ColumnRole.STATIC);
    }

    /**
     * The rows with what is missing in static and known columns put in.
     *
     * @param rows of the same schema
     * @param carried one a row; set where a known column was missing and its last value was taken
     */
    public PartitionRows complete(PartitionRows rows, boolean[] carried) {
        PartitionRows complete = rows;
        RowSchema schema = rows.schema();
        for (int column = 0; column < schema.size(); column++) {
            if (row.isMissing(column, 0)) {
                continue;
            }
            boolean known = schema.column(column).role() == ColumnRole.KNOWN;
            double[] numbers = rows.numbers(column).clone();
            @Nullable
            String[] texts = rows.texts(column).clone();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.isMissing(column, i)) {
                    carried[i] |= known;
                    if (schema.column(column).type().isText()) {
                        texts[i] = row.texts(column)[0];
                    } else {
                        numbers[i] = row.numbers(column)[0];
                    }
                }
            }
            complete = schema.column(column).type().isText()
                    ? complete.withTexts(column, texts)
                    : complete.withNumbers(column, numbers);
        }
        return complete;
    }
}
